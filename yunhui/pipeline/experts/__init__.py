"""The expert library (专家库): who can be asked to judge, what they know, and how they served."""
