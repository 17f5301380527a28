"""What families need to know of treatment, of use, and of what may save a life."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from stepwell.interfaces.family.reading import BRAIN, NALOXONE, TIP47, TIP63, Lesson, Part

EXPECT = Lesson(
    "what-to-expect",
    _("What the weeks are like"),
    _("How often, how long, and why it goes up and down."),
    (
        Part(
            _("The plan"),
            (
                _("People live at home and come several times a week, for nine hours or more in all."),
                _("Most of it is in groups. There are talks one on one, and sessions with families."),
                _("Many people stay 8 to 12 weeks. After that they come less often, for months."),
            ),
        ),
        Part(
            _("For most people it works as well as a stay"),
            (
                _("Living at home means that new habits grow where they are needed."),
                _("It asks more of the people at home. That is why there are pages for you."),
            ),
        ),
        Part(
            _("Ups and downs"),
            (
                _("Sleep, mood and patience are often poor for the first weeks. They mend slowly."),
                _("Around week six many feel bored or say that they don't need it any more. That is common."),
                _("A hard week does not mean that it is not working."),
            ),
        ),
    ),
    (TIP47,),
)
BRAIN_AND_USE = Lesson(
    "why-it-is-hard",
    _("Why it is hard to stop"),
    _("What use does to the brain, and how it heals."),
    (
        Part(
            _("It is not a lack of will"),
            (
                _("Alcohol and drugs act on the part of the brain that learns what matters."),
                _("After a while the brain wants them the way it wants food. Other joys seem flat."),
                _("The part that says “wait, think” gets weaker at the same time."),
            ),
        ),
        Part(
            _("It heals"),
            (
                _("With time and without use, much of this comes back. It takes months, not days."),
                _("New habits, people and rest help the brain to heal."),
            ),
        ),
        Part(
            _("You did not cause it"),
            (
                _("Genes, stress, pain and what is around us all play a part. Nobody picks it."),
                _("You did not cause it and you can't cure it. You can help."),
            ),
        ),
    ),
    (BRAIN,),
)
CRAVINGS = Lesson(
    "cravings",
    _("Triggers and cravings"),
    _("What sets a craving off, and what you can do when it comes."),
    (
        Part(
            _("Triggers"),
            (_("A trigger is a thing that the brain has tied to use. It can be outside or inside."),),
            (
                _("Outside: payday, a street, a song, a friend, an empty evening."),
                _("Inside: being lonely, angry, tired, in pain, or very happy."),
            ),
        ),
        Part(
            _("Cravings pass"),
            (
                _("Most cravings rise, peak and fade, often within half an hour."),
                _("With time and without use there are fewer. They can still come years later."),
            ),
        ),
        Part(
            _("What you can do"),
            (),
            (
                _("Ask: “What helps you when it comes?” Ask on a good day."),
                _("Offer a walk, a meal, a drive. Don't lecture."),
                _("Keep alcohol and old pills out of the house if you can."),
                _("Plan the hard hours: Friday night, holidays, the day of a funeral."),
            ),
        ),
    ),
    (TIP47, BRAIN),
)
RETURN_TO_USE = Lesson(
    "return-to-use",
    _("If there is a return to use"),
    _("What to say, what to do, and when to call 911."),
    (
        Part(
            _("First: is everybody safe?"),
            (_("Can't they be woken up? Slow breath, blue lips? Call 911 and give naloxone."),),
        ),
        Part(
            _("Then: stay calm"),
            (
                _("A return to use is common, as with other long illnesses. Change the plan."),
                _("It is not the end, and it does not undo what was learned."),
            ),
        ),
        Part(
            _("What to say"),
            (),
            (
                _("“I'm glad you told me.”"),
                _("“Who do you want to call?”"),
                _("“What do you need tonight to be safe?”"),
            ),
        ),
        Part(
            _("What to leave for later"),
            (
                _("Why it happened, and how you feel about it. Talk with a friend of your own first."),
                _("Don't send anybody away in the first hour. Decide on limits on a calm day."),
            ),
        ),
        Part(
            _("After a pause, less is too much"),
            (
                _("The body gets used to a drug, and loses that fast. An old dose can then kill."),
                _("The weeks after a pause are the most dangerous ones. Have naloxone at home."),
            ),
        ),
    ),
    (TIP63, NALOXONE, BRAIN),
)
SAVING_A_LIFE = Lesson(
    "naloxone",
    _("Naloxone: how to save a life"),
    _("Signs of an overdose, and what to do step by step."),
    (
        Part(
            _("What it is"),
            (
                _("Naloxone is a nose spray that stops an overdose of opioids, such as heroin or fentanyl."),
                _("It is sold without a prescription. It does no harm if there are no opioids."),
                _("Other drugs may have fentanyl in them. So have it at home in any case."),
            ),
        ),
        Part(
            _("Signs"),
            (),
            (
                _("Does not wake up when you shake and shout."),
                _("Slow breath, no breath, or a snoring, gurgling sound."),
                _("Blue or gray lips and nails. Tiny pupils."),
            ),
        ),
        Part(
            _("What to do"),
            (),
            (
                _("Call 911."),
                _("Tip the head back and give one spray in one side of the nose."),
                _("If there is no breath, give a breath every five seconds if you know how."),
                _("After 2 to 3 minutes without a change, give a second spray."),
                _("Lay the person on their side. Stay until help comes: it can wear off."),
            ),
        ),
        Part(
            _("The law"),
            (_("Most states have a law that protects people who call for help. Ask what it says in yours."),),
        ),
    ),
    (NALOXONE, TIP63),
)
MEDICATION = Lesson(
    "medication",
    _("Medication is part of getting well"),
    _("Why some people take medicine for months or years."),
    (
        Part(
            _("What it does"),
            (
                _("Some medicines take away craving. Some block what a drug does. Some ease sleep or mood."),
                _("For opioids, such medicine cuts the risk of dying by about half."),
            ),
        ),
        Part(
            _("It is not “one drug for another”"),
            (
                _("Taken as planned, it does not make people high. It lets them work and care for kids."),
                _("Stopping it early is risky. When and how to stop is for the person and the doctor."),
            ),
        ),
        Part(
            _("How you can help"),
            (),
            (
                _("Speak of it as you would of insulin."),
                _("Help to get to the visit or the pharmacy."),
                _("Keep it locked up and away from kids."),
            ),
        ),
    ),
    (TIP63,),
)
