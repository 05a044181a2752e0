//! What the audit knows to have happened. Numbers are stored and never change their meaning.

use serde::Serialize;
use utoipa::ToSchema;

/// One kind of entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
#[allow(missing_docs)]
pub enum AuditAction {
    SetUp,
    SignedIn,
    SignInFailed,
    SignedOut,
    SessionEnded,
    PasswordChanged,
    PasswordReset,
    ResetLinkMade,
    RoleChanged,
    EmailChanged,
    PersonMade,
    Deactivated,
    Reactivated,
    InviteMade,
    InviteDeleted,
    InviteAccepted,
    TokenMade,
    TokenDeleted,
    OrganizationChanged,
    SpaceEntered,
    BackupMade,
    BackupDownloaded,
    BackupDeleted,
    Restored,
    OutgoingResumed,
    Exported,
    SpaceAccessChanged,
    MailServerChanged,
    MailAccepted,
    MailDiscarded,
    ShareMade,
    ShareChanged,
    ShareEnded,
    WebhookMade,
    WebhookChanged,
    WebhookDeleted,
    WebhookSwitchedOff,
    RateChanged,
    DepartureSet,
    DepartureCancelled,
    Erased,
    /// Of a newer version; never stored.
    Unknown = u8::MAX,
}

impl AuditAction {
    /// Every action at the place of its number.
    const ALL: [AuditAction; 41] = [
        AuditAction::SetUp,
        AuditAction::SignedIn,
        AuditAction::SignInFailed,
        AuditAction::SignedOut,
        AuditAction::SessionEnded,
        AuditAction::PasswordChanged,
        AuditAction::PasswordReset,
        AuditAction::ResetLinkMade,
        AuditAction::RoleChanged,
        AuditAction::EmailChanged,
        AuditAction::PersonMade,
        AuditAction::Deactivated,
        AuditAction::Reactivated,
        AuditAction::InviteMade,
        AuditAction::InviteDeleted,
        AuditAction::InviteAccepted,
        AuditAction::TokenMade,
        AuditAction::TokenDeleted,
        AuditAction::OrganizationChanged,
        AuditAction::SpaceEntered,
        AuditAction::BackupMade,
        AuditAction::BackupDownloaded,
        AuditAction::BackupDeleted,
        AuditAction::Restored,
        AuditAction::OutgoingResumed,
        AuditAction::Exported,
        AuditAction::SpaceAccessChanged,
        AuditAction::MailServerChanged,
        AuditAction::MailAccepted,
        AuditAction::MailDiscarded,
        AuditAction::ShareMade,
        AuditAction::ShareChanged,
        AuditAction::ShareEnded,
        AuditAction::WebhookMade,
        AuditAction::WebhookChanged,
        AuditAction::WebhookDeleted,
        AuditAction::WebhookSwitchedOff,
        AuditAction::RateChanged,
        AuditAction::DepartureSet,
        AuditAction::DepartureCancelled,
        AuditAction::Erased,
    ];

    /// The number in records.
    pub fn number(self) -> u8 {
        self as u8
    }

    /// The action of a number; one of a newer version is none we know.
    pub fn of(number: u8) -> AuditAction {
        AuditAction::ALL.get(usize::from(number)).copied().unwrap_or(AuditAction::Unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_stands_at_its_number() {
        for (place, action) in AuditAction::ALL.iter().enumerate() {
            assert_eq!(usize::from(action.number()), place);
        }
        assert_eq!(AuditAction::of(2), AuditAction::SignInFailed);
        assert_eq!(AuditAction::of(250), AuditAction::Unknown);
    }
}
