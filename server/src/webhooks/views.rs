//! Webhooks as the API shows them.

use super::store;
use crate::{
    Error,
    access::{self, Scope},
    http::{
        Shape,
        shapes::{self, ActorShape},
        words::words,
    },
};
use guildhall_domain::{
    actor::Actor,
    webhook::{Delivery, State, Webhook, Why},
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

words! {
    /// Why a webhook is off. `hand`: somebody switched it off; `failed`: it took nothing for three days; `gone`: it answered
    /// that it is gone.
    WebhookOffWhy: Hand, Failed, Gone
}

words! {
    /// What became of a delivery. `undone`: what it tells of was undone before it was sent; `off`: the webhook was off.
    DeliveryState: Waiting, Taken, Failed, Undone, Off
}

words! {
    /// What a webhook is told of: that a rule acted, or nothing but that it works.
    DeliveryKind: Rule, Test
}

/// Since when a webhook is off.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = WebhookOff)]
pub struct OffShape {
    /// Since when.
    pub at: String,
    /// Who did it; null where the server did.
    pub by: Option<ActorShape>,
    /// Why.
    pub why: WebhookOffWhy,
    /// What was answered last, where it failed.
    pub words: String,
}

/// A webhook.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Webhook)]
pub struct WebhookShape {
    /// Id.
    pub id: Uuid,
    /// Its version, for If-Match.
    pub version: String,
    /// Its name.
    pub name: String,
    /// Where it is told.
    pub url: String,
    /// The address may lie in the network of this server.
    pub inside: bool,
    /// Null while it is on.
    pub off: Option<OffShape>,
    /// Since when it has taken nothing of what it was told.
    pub failing_since: Option<String>,
    /// When it last took something.
    pub taken_at: Option<String>,
    /// How much waits to be sent.
    pub waiting: usize,
    /// When it was made.
    pub created_at: String,
}

impl Shape for WebhookShape {
    fn version(&self) -> Option<&str> {
        Some(&self.version)
    }
}

/// A webhook that was just made.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WebhookMade {
    /// The webhook.
    pub webhook: WebhookShape,
    /// The secret it is signed with, shown this once: `whsec_` and its bytes in base64.
    pub secret: String,
}

impl Shape for WebhookMade {}

/// A new secret of a webhook.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WebhookSecret {
    /// Shown this once.
    pub secret: String,
}

impl Shape for WebhookSecret {}

/// A webhook as those see it who may choose it for a rule.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WebhookName {
    /// Id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
}

impl Shape for WebhookName {}

/// Something a webhook was or is to be told. What it says is not shown: it may be of a space its reader is not in.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = WebhookDelivery)]
pub struct DeliveryShape {
    /// Id; the other side gets it as `webhook-id`.
    pub id: Uuid,
    /// Of what.
    pub kind: DeliveryKind,
    /// The name of the rule, where the reader may read it.
    pub rule: Option<String>,
    /// What became of it.
    pub state: DeliveryState,
    /// When it was written.
    pub made_at: String,
    /// When it is sent next.
    pub due_at: Option<String>,
    /// How often it was tried since it was last begun.
    pub attempts: u32,
    /// When it was last tried.
    pub tried_at: Option<String>,
    /// The status that was answered.
    pub status: Option<u16>,
    /// How the answer begins, or why there was none.
    pub words: Option<String>,
    /// It can be sent once more.
    pub can_send: bool,
}

impl Shape for DeliveryShape {}

/// A webhook, for admins.
pub fn webhook(scope: &impl Scope, webhook: &Webhook) -> Result<WebhookShape, Error> {
    Ok(WebhookShape {
        id: webhook.id,
        version: scope.version(webhook.seq),
        name: webhook.name.clone(),
        url: webhook.url.clone(),
        inside: webhook.inside,
        off: webhook.off.as_ref().map(|off| OffShape {
            at: shapes::instant(off.at_ms),
            by: off.by.map(|by| shapes::actor(scope, Actor::Person(by))),
            why: match off.why {
                Why::Hand => WebhookOffWhy::Hand,
                Why::Failed => WebhookOffWhy::Failed,
                Why::Gone => WebhookOffWhy::Gone,
            },
            words: off.words.clone(),
        }),
        failing_since: webhook.failing_ms.map(shapes::instant),
        taken_at: webhook.taken_ms.map(shapes::instant),
        waiting: store::waiting(scope.read(), webhook.id)?,
        created_at: shapes::instant(webhook.created_ms),
    })
}

/// A delivery, for admins.
pub fn delivery(scope: &impl Scope, webhook: &Webhook, delivery: &Delivery) -> DeliveryShape {
    let outcome = delivery.outcome.as_ref();
    let ended = !matches!(delivery.state, State::Waiting | State::Undone);
    DeliveryShape {
        id: delivery.id,
        kind: if delivery.is_trial() { DeliveryKind::Test } else { DeliveryKind::Rule },
        rule: delivery.rule.and_then(|rule| access::rule_name(scope, rule)),
        state: match delivery.state {
            State::Waiting => DeliveryState::Waiting,
            State::Taken => DeliveryState::Taken,
            State::Failed => DeliveryState::Failed,
            State::Undone => DeliveryState::Undone,
            State::Off => DeliveryState::Off,
        },
        made_at: shapes::instant(delivery.made_ms),
        due_at: delivery.due_ms.map(shapes::instant),
        attempts: delivery.attempts,
        tried_at: delivery.tried_ms.map(shapes::instant),
        status: outcome.and_then(|outcome| outcome.status),
        words: outcome.map(|outcome| outcome.words.clone()),
        can_send: ended && (webhook.off.is_none() || delivery.is_trial()),
    }
}
