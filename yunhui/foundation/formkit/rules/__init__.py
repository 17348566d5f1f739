"""Questions, which of them are asked and read, and what a good answer is."""

from yunhui.foundation.formkit.rules.amounts import day_of, decimal_of, fen_of, number_of
from yunhui.foundation.formkit.rules.building import MOST_CHOICES, form_problems, question_problems
from yunhui.foundation.formkit.rules.cleaning import answers_from, as_kept, as_typed, clean_answers
from yunhui.foundation.formkit.rules.drawing import Options, field_of, money_words, options_of, unit_words, words_of
from yunhui.foundation.formkit.rules.questions import (
    DECIDING,
    KINDS,
    READERS,
    Choice,
    Kind,
    Question,
    Reader,
    ShowIf,
    questions_of,
    read_by,
    visible_questions,
)
from yunhui.foundation.formkit.rules.texts import clean_text, half_width

__all__ = [
    "DECIDING",
    "KINDS",
    "MOST_CHOICES",
    "READERS",
    "Choice",
    "Kind",
    "Options",
    "Question",
    "Reader",
    "ShowIf",
    "answers_from",
    "as_kept",
    "as_typed",
    "clean_answers",
    "clean_text",
    "day_of",
    "decimal_of",
    "fen_of",
    "field_of",
    "form_problems",
    "half_width",
    "money_words",
    "number_of",
    "options_of",
    "question_problems",
    "questions_of",
    "read_by",
    "unit_words",
    "visible_questions",
    "words_of",
]
