"""A demo plant to meet the product with: an embedded OPC UA server whose values move."""

from holo_lsp.demo.nodes import BUILDING, MACHINES, PLANT, Variable
from holo_lsp.demo.plant import DEMO_PORT, DemoPlant, PlantError

__all__ = ["BUILDING", "DEMO_PORT", "MACHINES", "PLANT", "DemoPlant", "PlantError", "Variable"]
