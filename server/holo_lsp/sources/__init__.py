"""The plant, asynchronously: one package per protocol. Importing this room loads none of them."""
