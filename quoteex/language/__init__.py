"""From text to sentences, words and names: the only package that imports stanza and transformers, and only when used."""
