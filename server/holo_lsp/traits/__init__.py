"""The catalogue of the language: traits, blocks, properties, widgets and functions, each declared once."""
