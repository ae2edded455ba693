//! Random tokens, their hashes, and passwords.

use crate::kernel::canonical;
use crate::kernel::error::{Error, Result};
use anyhow::anyhow;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use std::sync::LazyLock;

/// 256 random bits in hex. Shown once, stored only as [`hash`].
pub fn token() -> String {
    canonical::hex(&rand::random::<[u8; 32]>())
}

/// What is stored of a token. A fast hash is right here: there is nothing to guess in 256 random bits.
pub fn hash(token: &str) -> String {
    canonical::hash(token)
}

/// argon2id with a fresh salt. Takes tens of milliseconds: call it outside of transactions.
pub fn hash_password(password: &str) -> Result<String> {
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| Error::Unexpected(anyhow!("argon2: {error}")))
}

/// Whether the password is right. Without a stored hash the same work is done against a dummy, so that the time does
/// not tell whether an account exists.
pub fn verify_password(password: &str, stored: Option<&str>) -> bool {
    static DUMMY: LazyLock<Option<String>> = LazyLock::new(|| hash_password("nobody's password").ok());
    let Some(hash) = stored.or(DUMMY.as_deref()) else { return false };
    let right = PasswordHash::new(hash)
        .is_ok_and(|parsed| Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok());
    right && stored.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_known_by_its_hash_alone() {
        let stored = hash_password("正确的密码 12345").unwrap();
        assert!(stored.starts_with("$argon2id$"));
        assert!(verify_password("正确的密码 12345", Some(&stored)));
        assert!(!verify_password("wrong", Some(&stored)));
        assert!(!verify_password("nobody's password", None));
    }

    #[test]
    fn tokens_differ_and_are_stored_hashed() {
        let (a, b) = (token(), token());
        assert_ne!(a, b);
        assert_eq!(a.len(), 64);
        assert_ne!(hash(&a), a);
    }
}
