"""One sentence instead of a traceback."""


class Refusal(SystemExit):
    """Stop the program because a person has to do something first.

    The only argument is one sentence that says what is wrong and what to do. Being a `SystemExit` with a text, it is
    printed to standard error and ends the process with code 1 wherever it is raised, the settings module included.
    """
