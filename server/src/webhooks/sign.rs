//! Signing as Standard Webhooks (standardwebhooks.com) has it, so that other programs find a library to check it with: HMAC
//! with SHA-256 over the id, the time of the attempt and the body. The tests check it with another implementation.

use crate::outgoing::base64::base64;
use ring::hmac::{HMAC_SHA256, Key, sign};

/// A secret as the other side is given it.
pub fn shown(secret: &[u8]) -> String {
    format!("whsec_{}", base64(secret))
}

/// The headers of an attempt, signed with each secret.
pub fn headers(secrets: &[Vec<u8>], id: &str, now_ms: i64, body: &[u8]) -> [(&'static str, String); 4] {
    let at = (now_ms / 1000).to_string();
    let signed = [id.as_bytes(), b".", at.as_bytes(), b".", body].concat();
    let with = |secret: &Vec<u8>| format!("v1,{}", base64(sign(&Key::new(HMAC_SHA256, secret), &signed).as_ref()));
    let signatures: Vec<String> = secrets.iter().map(with).collect();
    [
        ("Content-Type", "application/json".into()),
        ("webhook-id", id.to_owned()),
        ("webhook-timestamp", at),
        ("webhook-signature", signatures.join(" ")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the libraries of Standard Webhooks.
    #[test]
    fn it_signs_as_the_standard_has_it() {
        let secret = crate::outgoing::base64::from_base64url("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        assert_eq!(shown(&secret), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        let body = br#"{"test": 2432232314}"#;
        let [.., signature] = headers(&[secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330_000, body);
        assert_eq!(signature.1, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
