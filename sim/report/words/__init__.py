"""Vocabulary: what variables, figures and draws are called in Chinese and English."""
