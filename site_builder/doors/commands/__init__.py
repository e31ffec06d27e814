"""One room a command: arguments in, one call, words and an exit status out."""
