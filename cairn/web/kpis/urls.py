"""The addresses of health metrics."""

from django.urls import path

from cairn.web.kpis import form, later, listing, measuring, page

urlpatterns = [
    path("kpis", listing.show_kpis),
    path("kpis/new", form.new),
    path("kpis/measure", measuring.measure_several),
    path("kpis/measure/undo", measuring.undo_several),
    path("kpis/<int:kpi_id>", page.show_kpi),
    path("kpis/<int:kpi_id>/edit", form.edit),
    path("kpis/<int:kpi_id>/archive", form.archive),
    path("kpis/<int:kpi_id>/restore", form.restore),
    path("kpis/<int:kpi_id>/measure", measuring.measure),
    path("kpis/<int:kpi_id>/later", later.put_off),
    path("kpis/<int:kpi_id>/readings/<int:reading_id>", measuring.correct),
    path("kpis/<int:kpi_id>/readings/<int:reading_id>/undo", measuring.undo),
]
