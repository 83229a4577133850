"""Tests of the language: text in, expressions out."""
