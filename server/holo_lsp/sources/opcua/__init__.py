"""OPC UA: connect, browse, read. Nothing here writes to a plant or calls a method."""
