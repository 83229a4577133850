"""Vocabulary: names of variables, figures and draws in Chinese and English."""
