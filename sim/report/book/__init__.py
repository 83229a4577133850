"""The workbook of scenarios: every figure behind a briefing, and native charts of the headline indicators."""
