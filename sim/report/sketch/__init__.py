"""Stock-and-flow pictures: what stands in a view, where, as Vensim writes it and as SVG."""
