"""The compiler: a Vensim model file in, a kernel that runs whole ensembles out."""
