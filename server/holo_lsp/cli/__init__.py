"""The ``holo`` command: what the editor does, without an editor."""
