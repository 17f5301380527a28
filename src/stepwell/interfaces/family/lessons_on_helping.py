"""How families can help, what does no good, and how to speak so that it is heard."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from stepwell.interfaces.family.reading import CRAFT, PART2, TIP39, WORDS, Lesson, Part

HELPING = Lesson(
    "helping",
    _("How to help"),
    _("Small things that make a real difference."),
    (
        Part(
            _("Notice what goes well"),
            (
                _("People do more of what is noticed. So look for good moments, and say what you saw."),
                _("Say it soon, say it short, and leave out the “but”."),
            ),
            (
                _("“You were home for supper. I liked that.”"),
                _("“You went today, even though you were tired.”"),
                _("Do something nice together on a day that went well."),
            ),
        ),
        Part(
            _("Make coming easier"),
            (),
            (
                _("Offer a ride, or keep the car free."),
                _("Take the kids for the hours of a group."),
                _("Keep meals and bedtimes as regular as you can."),
                _("Come to a family session when you are asked."),
            ),
        ),
        Part(
            _("Let what happens happen"),
            (
                _("When use has a cost, you don't have to carry it. Don't call in sick for somebody else."),
                _("Don't pay for what use has broken. Stay kind while you do this."),
                _("Stay safe first. If you fear for anyone's safety, get help at once."),
            ),
        ),
    ),
    (TIP39, CRAFT),
)
NOT_HELPING = Lesson(
    "what-does-not-help",
    _("What does not help"),
    _("Things many families try, and what to do instead."),
    (
        Part(
            _("Arguing while somebody is high or drunk"),
            (_("It goes nowhere, and both of you get hurt. Wait for a calm hour the next day."),),
        ),
        Part(
            _("Searching and checking"),
            (
                _("Going through pockets and phones wears you out. It also teaches people to hide things."),
                _("Ask openly instead. Agree on what you want to know and what stays private."),
            ),
        ),
        Part(
            _("Threats you don't mean"),
            (
                _("Say only what you will really do. One small limit that holds beats ten big ones."),
                _("“I won't lend money this month” is better than “I will never help you again.”"),
            ),
        ),
        Part(
            _("Doing it all yourself"),
            (
                _("You can't do the work of change for somebody. You can stand by while they do it."),
                _("Let them make their own calls and keep their own times."),
            ),
        ),
        Part(
            _("Words that hurt"),
            (
                _("Names stick. Talk about what happened, not about what somebody is."),
                _("Say “a person who uses” and “a return to use”. Say “the test was positive”."),
            ),
        ),
    ),
    (TIP39, CRAFT, WORDS),
)
TALKING = Lesson(
    "talking",
    _("Talking so that it is heard"),
    _("How to say a hard thing in a few calm words."),
    (
        Part(
            _("Pick the hour"),
            (_("Not in the car, not late at night, not when either of you is hungry or mad."),),
        ),
        Part(
            _("Four steps"),
            (),
            (
                _("Say what you saw: “You came home at two.”"),
                _("Say how it was for you: “I was scared.”"),
                _("Own your part: “I know I yelled the last time.”"),
                _("Ask for one thing: “Please text me when it gets late.”"),
            ),
        ),
        Part(
            _("Then listen"),
            (
                _("Say back what you heard before you answer. Ask “Did I get that right?”"),
                _("If it gets loud, stop. “I want to talk about this. Let's try after supper.”"),
            ),
        ),
        Part(
            _("Traps"),
            (),
            (
                _("“Always” and “never”."),
                _("Reading somebody's mind."),
                _("Old stories from years ago."),
                _("More than one subject at a time."),
            ),
        ),
    ),
    (TIP39, CRAFT),
)
TRUST = Lesson(
    "trust",
    _("Building trust again"),
    _("It takes longer than anybody likes. How it can grow."),
    (
        Part(
            _("Slow is normal"),
            (
                _("The person who stopped wants trust at once. The people at home want proof first."),
                _("Both are fair. Trust grows out of many small things that were kept."),
            ),
        ),
        Part(
            _("What helps it grow"),
            (),
            (
                _("Small promises with a day: “I'll be back by nine.”"),
                _("Say it when one was kept. Don't keep score of the rest."),
                _("Give back one thing at a time: a key, the car, some money."),
                _("Ask for the family session when you get stuck."),
            ),
        ),
        Part(
            _("What stays private"),
            (
                _("What is said in a group or to a counselor is protected by law, also from family."),
                _("Your loved one may tell you more when they are ready. Asking once is fine."),
            ),
        ),
    ),
    (TIP39, PART2),
)
