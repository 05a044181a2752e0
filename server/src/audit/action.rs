//! What the audit knows to have happened. Numbers are stored and never change their meaning.

/// One kind of entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
}

impl AuditAction {
    /// Every action at the place of its number.
    const ALL: [AuditAction; 27] = [
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
    ];

    /// The number in records.
    pub fn number(self) -> u8 {
        self as u8
    }

    /// The word the API uses; a number of a newer version is shown as such.
    pub fn word(number: u8) -> &'static str {
        let Some(action) = AuditAction::ALL.get(usize::from(number)) else { return "unknown" };
        match action {
            AuditAction::SetUp => "set_up",
            AuditAction::SignedIn => "signed_in",
            AuditAction::SignInFailed => "sign_in_failed",
            AuditAction::SignedOut => "signed_out",
            AuditAction::SessionEnded => "session_ended",
            AuditAction::PasswordChanged => "password_changed",
            AuditAction::PasswordReset => "password_reset",
            AuditAction::ResetLinkMade => "reset_link_made",
            AuditAction::RoleChanged => "role_changed",
            AuditAction::EmailChanged => "email_changed",
            AuditAction::PersonMade => "person_made",
            AuditAction::Deactivated => "deactivated",
            AuditAction::Reactivated => "reactivated",
            AuditAction::InviteMade => "invite_made",
            AuditAction::InviteDeleted => "invite_deleted",
            AuditAction::InviteAccepted => "invite_accepted",
            AuditAction::TokenMade => "token_made",
            AuditAction::TokenDeleted => "token_deleted",
            AuditAction::OrganizationChanged => "organization_changed",
            AuditAction::SpaceEntered => "space_entered",
            AuditAction::BackupMade => "backup_made",
            AuditAction::BackupDownloaded => "backup_downloaded",
            AuditAction::BackupDeleted => "backup_deleted",
            AuditAction::Restored => "restored",
            AuditAction::OutgoingResumed => "outgoing_resumed",
            AuditAction::Exported => "exported",
            AuditAction::SpaceAccessChanged => "space_access_changed",
        }
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
        assert_eq!(AuditAction::word(250), "unknown");
    }
}
