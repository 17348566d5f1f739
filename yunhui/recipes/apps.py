from django.apps import AppConfig


class RecipesConfig(AppConfig):
    name = "yunhui.recipes"
    label = "recipes"
