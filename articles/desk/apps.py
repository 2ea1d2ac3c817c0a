"""Puts our desk where Django looks for the admin."""

from django.contrib.admin.apps import SimpleAdminConfig


class DeskAdminConfig(SimpleAdminConfig):
    """Django's admin with our site. It discovers nothing: what it shows is listed in `articles.desk.registry`."""

    default_site = "articles.desk.site.DeskSite"

    def ready(self) -> None:
        super().ready()
        from django.contrib import admin

        from articles.desk.registry import register

        register(admin.site)
