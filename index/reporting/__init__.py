"""Who said what, sentence by sentence, by the words with which a language reports speech."""
