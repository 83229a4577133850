"""Vensim sketches: layout, files and pictures of stock-and-flow diagrams."""
