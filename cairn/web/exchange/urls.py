"""The addresses of importing."""

from django.urls import URLPattern, path

from cairn.web.exchange import acting, columns, feishu, listing, names, showing, uploading

ONE = "settings/imports/<int:import_id>"
SOURCE = "settings/imports/feishu/<int:source_id>"

urlpatterns: list[URLPattern] = [
    path("settings/imports", listing.show_imports),
    path("settings/imports/template", listing.download_template),
    path("settings/imports/new", uploading.new_import),
    path("settings/imports/feishu", feishu.new_fetch),
    path(f"{SOURCE}/again", feishu.again),
    path(f"{SOURCE}/forget", feishu.forget),
    path(ONE, showing.show_import),
    path(f"{ONE}/columns", columns.save_columns),
    path(f"{ONE}/names", names.save_names),
    path(f"{ONE}/plan", acting.plan),
    path(f"{ONE}/apply", acting.apply),
    path(f"{ONE}/undo", acting.undo),
    path(f"{ONE}/discard", acting.discard),
    path(f"{ONE}/pause", feishu.pause),
    path(f"{ONE}/resume", feishu.resume),
    path(f"{ONE}/report", showing.download_report),
]
