"""Pages for visitors, kept whole in memory: by host, path, known query and the version of the public site."""
