"""Code generation and execution: order, tape, vector instructions, kernel, batch runs."""
