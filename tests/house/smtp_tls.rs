//! Encrypted to a real mail server, under an authority that the test makes: what is asked for is had, or no letter leaves,
//! and no password. Who is not who she should be hears nothing but a greeting.

use chrono::TimeDelta;
use groundwork::config;
use groundwork::outbox::{Report, State};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use std::path::PathBuf;
use tempfile::TempDir;

use crate::kit::TestApp;
use crate::kit::mail::{MailServer, ledger, owe, post_office_at};

/// Where the mail server stands for those who call it.
const HERE: &str = "127.0.0.1";

/// An authority, and a certificate that it gave to a host.
struct Authority {
    folder: TempDir,
}

impl Authority {
    fn for_host(host: &str) -> Self {
        let mut of_itself = CertificateParams::new(Vec::new()).unwrap();
        of_itself.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority = CertifiedIssuer::self_signed(of_itself, KeyPair::generate().unwrap()).unwrap();
        let key = KeyPair::generate().unwrap();
        let given = CertificateParams::new([host.to_owned()]).unwrap().signed_by(&key, &authority).unwrap();
        let made = Self { folder: tempfile::tempdir().unwrap() };
        std::fs::write(made.file("ca.pem"), authority.pem()).unwrap();
        std::fs::write(made.file("server.pem"), given.pem()).unwrap();
        std::fs::write(made.file("server.key"), key.serialize_pem()).unwrap();
        std::fs::write(made.file("password"), "a word that is kept\n").unwrap();
        made
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A server that asks who is there, with this certificate, encrypted in this way.
    fn server(&self, way: &str) -> MailServer {
        let (certificate, key) = (self.file("server.pem"), self.file("server.key"));
        let (certificate, key) = (certificate.to_str().unwrap(), key.to_str().unwrap());
        MailServer::start(&["--tell", "--auth", &format!("--{way}"), certificate, key])
    }

    /// Signs in and asks for encryption in this way, trusting this authority.
    fn trusted(&self, way: &'static str) -> impl FnOnce(&mut config::Smtp) {
        let (ca, password) = (self.file("ca.pem"), self.file("password"));
        move |smtp| {
            (smtp.tls, smtp.ca_file) = (way.to_owned(), ca.display().to_string());
            (smtp.user, smtp.password_file) = ("groundwork".to_owned(), password.display().to_string());
        }
    }
}

/// Tries to send a letter, which is put off; why.
async fn refused(app: &TestApp, server: &MailServer, change: impl FnOnce(&mut config::Smtp)) -> String {
    let (postman, _) = post_office_at(app, server.port, change);
    owe(app, "debt:1", "li@sd.example");
    app.clock.advance(TimeDelta::hours(1));
    let report = postman.run(&app.context).await.unwrap();
    assert_eq!(report, Report { put_off: 1, ..Report::default() });
    let points = server.points();
    assert!(points.iter().all(|at| at == "connected"), "no password, no reader, no letter: {points:?}");
    let letter = ledger(app).remove(0);
    assert_eq!(letter.state, State::Queued);
    letter.error.unwrap()
}

#[actix_web::test]
async fn a_letter_arrives_encrypted_in_either_way_from_a_server_of_a_private_authority() {
    let authority = Authority::for_host(HERE);
    for way in ["starttls", "implicit"] {
        let app = TestApp::new().await;
        let server = authority.server(way);
        let trusted = authority.trusted(way);
        let (postman, _) = post_office_at(&app, server.port, |smtp| {
            trusted(smtp);
            smtp.connections = 1;
        });
        for reader in ["li", "wang"] {
            owe(&app, reader, &format!("{reader}@sd.example"));
        }
        assert_eq!(postman.run(&app.context).await.unwrap().sent, 2);
        let said = server.rest();
        let encrypted: Vec<(&str, bool)> = said
            .iter()
            .filter_map(|said| Some((said["at"].as_str()?, said["encrypted"].as_bool()?)))
            .collect();
        assert_eq!(encrypted, [("auth", true), ("mail", true), ("mail", true)], "signed in once, {way}");
        let readers: Vec<_> = said.iter().filter(|said| said["headers"].is_object()).collect();
        assert_eq!(
            (&readers[0]["to"], &readers[1]["to"]),
            (&"li@sd.example".into(), &"wang@sd.example".into())
        );
    }
}

#[actix_web::test]
async fn a_server_of_an_unknown_authority_hears_no_password_and_no_letter() {
    let (authority, other) = (Authority::for_host(HERE), Authority::for_host(HERE));
    for way in ["starttls", "implicit"] {
        let app = TestApp::new().await;
        let server = authority.server(way);
        let browsers = |smtp: &mut config::Smtp| {
            authority.trusted(way)(smtp);
            smtp.ca_file.clear();
        };
        for said in [refused(&app, &server, browsers).await, refused(&app, &server, other.trusted(way)).await]
        {
            assert!(said.starts_with("127.0.0.1: no TLS that can be trusted: "), "{said}");
            assert!(said.contains("certificate"), "{said}");
        }
        // Once its authority is known, the letter that waited leaves.
        let (postman, _) = post_office_at(&app, server.port, authority.trusted(way));
        app.clock.advance(TimeDelta::hours(1));
        assert_eq!(postman.run(&app.context).await.unwrap().sent, 1);
    }
}

#[actix_web::test]
async fn a_certificate_of_another_host_is_refused() {
    let authority = Authority::for_host("mail.other.example");
    for way in ["starttls", "implicit"] {
        let app = TestApp::new().await;
        let said = refused(&app, &authority.server(way), authority.trusted(way)).await;
        assert!(said.contains("no TLS that can be trusted") && said.contains("mail.other.example"), "{said}");
    }
}

#[actix_web::test]
async fn a_server_that_does_not_offer_starttls_gets_nothing_in_plain_text() {
    let (app, authority) = (TestApp::new().await, Authority::for_host(HERE));
    let plain = MailServer::start(&["--tell", "--auth"]);
    let said = refused(&app, &plain, authority.trusted("starttls")).await;
    assert!(said.contains("STARTTLS is not supported"), "{said}");
    let said = refused(&app, &plain, authority.trusted("implicit")).await;
    assert!(said.contains("no TLS that can be trusted"), "{said}");
}
