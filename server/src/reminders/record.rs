//! A reminder as stored, and as the log holds it.

use guildhall_domain::{
    change::Value,
    reminder::{Ask, Reminder},
};
use minicbor::{Decode, Encode};

/// See [`Reminder`]. Without minutes before it is at a moment.
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct ReminderRecord {
    #[n(0)]
    at_ms: Option<i64>,
    #[n(1)]
    before_minutes: Option<u32>,
}

guildhall_store::record!(ReminderRecord, 1);

impl From<&Reminder> for ReminderRecord {
    fn from(reminder: &Reminder) -> Self {
        let before_minutes = if let Ask::Before(minutes) = reminder.ask { Some(minutes) } else { None };
        ReminderRecord { at_ms: reminder.at_ms, before_minutes }
    }
}

impl From<ReminderRecord> for Reminder {
    fn from(record: ReminderRecord) -> Self {
        let ask = record.before_minutes.map_or(Ask::At(record.at_ms.unwrap_or_default()), Ask::Before);
        Reminder { ask, at_ms: record.at_ms }
    }
}

/// What was asked for, as the log holds it.
pub fn value(reminder: Option<&Reminder>) -> Value {
    Value::opt(reminder, |reminder| match reminder.ask {
        Ask::At(at) => Value::List(vec![Value::Text("at".into()), Value::Int(at)]),
        Ask::Before(minutes) => Value::List(vec![Value::Text("before".into()), Value::Int(minutes.into())]),
    })
}

/// The inverse.
pub fn from_value(value: &Value) -> Option<Ask> {
    let Value::List(parts) = value else { return None };
    match parts.as_slice() {
        [Value::Text(word), Value::Int(at)] if word == "at" => Some(Ask::At(*at)),
        [Value::Text(word), Value::Int(minutes)] if word == "before" => u32::try_from(*minutes).ok().map(Ask::Before),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use guildhall_store::Value as Stored;

    #[test]
    fn a_reminder_comes_back_as_it_was() {
        for reminder in [
            Reminder { ask: Ask::At(1_795_424_400_000), at_ms: Some(1_795_424_400_000) },
            Reminder { ask: Ask::Before(60), at_ms: Some(1_795_424_400_000) },
            Reminder { ask: Ask::Before(0), at_ms: None },
        ] {
            let mut bytes = Vec::new();
            Stored::encode(&ReminderRecord::from(&reminder), &mut bytes);
            let back = <ReminderRecord as Stored>::decode(<ReminderRecord as Stored>::VERSION, &bytes).unwrap();
            assert_eq!(Reminder::from(back), reminder);
            assert_eq!(from_value(&value(Some(&reminder))), Some(reminder.ask));
        }
        assert_eq!(from_value(&value(None)), None);
    }

    #[test]
    fn stored_reminders_are_read_for_ever() {
        let golden = [0xa2, 0x00, 0x1b, 0x00, 0x00, 0x01, 0xa2, 0x07, 0xa2, 0x32, 0x80, 0x01, 0x18, 0x3c];
        let read = Reminder::from(<ReminderRecord as Stored>::decode(1, &golden).unwrap());
        assert_eq!(read, Reminder { ask: Ask::Before(60), at_ms: Some(1_795_424_400_000) });
    }
}
