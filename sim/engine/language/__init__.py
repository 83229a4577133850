"""The Vensim language: text in, expressions of single scalars out."""
