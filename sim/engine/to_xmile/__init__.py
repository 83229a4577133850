"""XMILE files written from a model of Vensim's language."""
