from django.apps import AppConfig


class RecipesConfig(AppConfig):
    name = "yunhui.recipes"
    label = "recipes"

    def ready(self) -> None:
        from yunhui.pipeline.calls.ports import register_recipe  # noqa: PLC0415 - models are not loaded before
        from yunhui.recipes.cloud_roadshow.offered import RECIPE  # noqa: PLC0415

        register_recipe(RECIPE)
