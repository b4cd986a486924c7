"""YAML text <-> the nouns of the model, with a place for each problem."""
