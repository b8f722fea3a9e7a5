"""Chat without an AI service: rules answer, from the tasks of the user who asks."""

from tests.backend.chats import answered, messages_of, said, streamed
from tests.backend.people import Person


def test_answers_from_the_tasks_of_the_user(ada: Person, eve: Person) -> None:
    for title in ("Feed the wolverine", "Buy a capybara"):
        ada.make_task(title=title)
    ada.make_task(title="Wash the porcupine", completed=True)
    eve.make_task(title="Sell the wolverine")
    reply = answered(ada, "How many tasks are open?")
    assert "2" in reply["message"]
    found = answered(ada, "Find wolverine", reply["conversation_id"])
    assert "Feed the wolverine" in found["message"]
    of_eve = answered(eve, "Find wolverine")["message"]
    assert "Sell the wolverine" in of_eve
    assert "Feed" not in of_eve
    assert "Sell" not in "".join(text for _, text, _ in said(ada, reply["conversation_id"]))


def test_streams_too(ada: Person) -> None:
    ada.make_task(title="Feed the wolverine")
    *deltas, done = streamed(ada, "What is open?")
    assert (done.name, done.data["cut_off"]) == ("done", False)
    assert len(deltas) >= 2
    text = "".join(event.data["text"] for event in deltas)
    assert "Feed the wolverine" in text
    assert text == done.data["message"] == messages_of(ada, done.data["conversation_id"])[1]["content"]


def test_says_that_it_is_no_model(ada: Person) -> None:
    for text in ("Who are you?", "Tell me a joke.", " "):
        assert "rules" in answered(ada, text)["message"]
