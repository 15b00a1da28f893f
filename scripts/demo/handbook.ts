/** Texts of an academy that does not exist, made up for this project: what reports quote. */

interface HandbookPage {
  title: string;
  content_type: "text/markdown";
  content: string;
}

const page = (title: string, content: string): HandbookPage => ({
  title,
  content_type: "text/markdown",
  content: content.trim(),
});

export const HANDBOOK_NAME = "Academy handbook (synthetic)";

export const HANDBOOK: readonly HandbookPage[] = [
  page(
    "Welcoming new learners",
    `
# Welcoming new learners

## The first week

The first week decides whether a new learner stays for the course. A mentor should call each new learner within two working days of the enrolment. Learners who finish their first exercise in the first week are far more likely to finish the course. The welcome message must name one task that takes less than twenty minutes. A learner who has not logged in by the third day gets a personal message from the mentor, not a newsletter.

## Purpose of the placement test

The placement test refers every learner to a suitable level. Its purpose is to prevent boredom and overload, which are the two common causes of an early end. The test takes fifteen minutes, and its result can be changed by the mentor. A learner who doubts the result should be moved after a short conversation.
`,
  ),
  page(
    "Keeping learners",
    `
# Keeping learners

## Signs of a learner at risk

Churn is a process that begins weeks before a learner leaves. The system counts the days since the last activity, because silence is the earliest sign. A fall in weekly exercises to less than half of the usual number is a warning. Failed payments cause one in four departures, and most of them are settled by a reminder. Learners at high risk must be contacted by a mentor within one day.

## What helps

A call from a known mentor helps more than any discount. Learners who join a study group stay longer, because others expect them. The academy should offer a pause of up to four weeks before it accepts a cancellation. A pause keeps the progress of the learner and results in a return in most cases. Discounts are limited to learners who name the price as their reason.

## Limits

The risk score has limits: it knows activity and payments, and nothing about illness or a new job. A mentor must never mention the score to a learner. Scores of learners in their first week are weak, because there is too little activity to compare.
`,
  ),
  page(
    "Answering inquiries",
    `
# Answering inquiries

## Speed

Inquiries from the website should be answered within four working hours. An inquiry that waits for more than a day fails to become an enrolment in most cases. The team must ensure that inquiries of the weekend are answered on Monday before noon. Each answer names a person, a telephone hour and a next step.

## Sources of inquiries

The academy knows five types of sources: forms, events, invitations, partners and campaigns. Invitations by learners lead to the most enrolments, because trust comes with them. Campaigns bring many inquiries and few enrolments, so their cost must be reviewed each month. Visitors of an open evening should receive a message on the next morning.
`,
  ),
  page(
    "Running courses",
    `
# Running courses

## Size and rhythm

A course is defined by a level, a rhythm and a group of at most fourteen learners. Two short lessons a week result in better attendance than one long lesson. Groups of fewer than five learners risk being cancelled, and the academy must tell them a week before. Recordings allow learners to repeat a lesson that they missed, but they do not replace attendance.

## Exercises

Exercises should be corrected within two working days. Slow corrections cause learners to stop submitting, which is the first step towards leaving. A teacher must restrict comments to three points, because more of them are not read. The telemetry of exercises shows where many learners fail, and those exercises are rewritten each quarter.
`,
  ),
  page(
    "Payments and reminders",
    `
# Payments and reminders

## How reminders are sent

A failed payment is tried again after three days and after seven days. The first reminder must be friendly, because most failures are caused by an expired card. Access to lessons continues for fourteen days after the first failure. After the second failure a mentor should call before the access is closed.

## Risks

Closing the access too early is a risk, since it ends the habit of learning. Closing it too late causes losses that the academy cannot recover. Refunds within the first fourteen days are made without a question, and they must be paid within five working days.
`,
  ),
  page(
    "Data and privacy at the academy",
    `
# Data and privacy at the academy

## What is kept

The academy keeps enrolments, activities and payments, and it deletes them three years after the last course. Mentors must write notes that a learner could read without surprise. Access to payment data is restricted to the office. Reports for partners should contain totals only, and never names.

## Incidents

A lost device must be reported to the office within one hour. The office then closes the sessions of the device and ensures that the password is changed. If data of learners may have been seen, the academy informs them within three days. Every incident is reviewed in the next monthly meeting, because the review prevents the second one.
`,
  ),
];
