from __future__ import annotations

import pytest
from sources.plant import Plant


@pytest.fixture(scope="session")
async def plant():
    """One server for all tests that leave it as they find it."""
    async with Plant() as running:
        yield running
