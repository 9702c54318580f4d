"""What is stuck in the queue, as an administrator and whoever runs the instance see it."""

from collections.abc import Callable

from django.test import Client

from cairn.cli.doctor import queue_lines
from cairn.jobs.commands import fail_job, lease_job, put_job
from cairn.jobs.models import Job
from cairn.organization.actor import Actor
from cairn.storage import clock


def test_work_in_trouble_is_shown_and_never_somebody_elses(
    web: Callable[[Actor], Client], admin: Actor, stranger: Actor
) -> None:
    put_job("report.make", {}, organization_id=admin.organization_id)
    put_job("report.make", {}, organization_id=stranger.organization_id)
    put_job("mails.send", {}, key="every:mails.send")
    for words in ("OSError: the disk is full", "OSError: theirs", "OSError: to somebody@theirs"):
        job = lease_job()
        assert job
        fail_job(job, words)
    page = web(admin).get("/settings/mails").text
    assert "the disk is full" in page
    assert "OSError: theirs" not in page
    work = page.partition('id="work"')[2].partition("</section>")[0]
    assert "mails.send" in work
    assert "somebody@theirs" not in work
    told = "\n".join(queue_lines())
    assert "report.make" in told
    assert "the disk is full" in told


def test_what_was_given_up_is_tried_again_by_an_administrator(
    web: Callable[[Actor], Client], admin: Actor, employee: Actor, stranger: Actor
) -> None:
    job = put_job("report.make", {}, organization_id=admin.organization_id)
    Job.objects.filter(id=job.id).update(failed_at=clock.now(), attempts=10, error="OSError")
    again = f"/settings/jobs/{job.id}/again"
    assert again in web(admin).get("/settings/mails").text
    assert web(employee).post(again).status_code == 403
    assert web(stranger).post(again).status_code == 404
    assert web(admin).post(again).status_code == 303
    job.refresh_from_db()
    assert (job.failed_at, job.attempts) == (None, 0)
    assert lease_job() == job
    answer = web(admin).post(again, follow=True)
    assert "report.make" in answer.text
    job.refresh_from_db()
    assert job.attempts == 1
