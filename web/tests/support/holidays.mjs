// A calendar file as an authority publishes its holidays, and one thing in it that is none.

/** New Year of the next two years, two days of carnival, and a meeting: a file as a browser takes it. */
export function holidays() {
  const year = new Date().getFullYear() + 1;
  const events = [
    ['New Year', `DTSTART;VALUE=DATE:${year}0101`, 'RRULE:FREQ=YEARLY;COUNT=2'],
    ['Carnival', `DTSTART;VALUE=DATE:${year}0208`, `DTEND;VALUE=DATE:${year}0210`],
    ['Stocktaking meeting', `DTSTART:${year}0301T090000Z`, `DTEND:${year}0301T100000Z`],
  ];
  const lines = events.flatMap(([name, ...rest]) => [
    'BEGIN:VEVENT',
    `SUMMARY:${name}`,
    ...rest,
    'END:VEVENT',
  ]);
  const text = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Sample holidays//EN',
    ...lines,
    'END:VCALENDAR',
    '',
  ];
  return { name: 'holidays.ics', mimeType: 'text/calendar', buffer: Buffer.from(text.join('\r\n')) };
}
