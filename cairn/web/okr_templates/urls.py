"""The addresses of templates."""

from django.urls import path

from cairn.web.okr_templates import examples, handing_out, inserting, keeping, listing

urlpatterns = [
    path("templates", listing.show_templates),
    path("templates/new", keeping.new),
    path("templates/examples", examples.show_examples),
    path("templates/hand-outs/<int:hand_out_id>", handing_out.show_hand_out),
    path("templates/<slug:template_id>", listing.show_template),
    path("templates/<slug:template_id>/insert", inserting.insert),
    path("templates/<slug:template_id>/hand-out", handing_out.give),
    path("templates/<int:template_id>/edit", keeping.edit),
    path("templates/<int:template_id>/delete", keeping.delete),
    path("templates/<int:template_id>/restore", keeping.restore),
]
