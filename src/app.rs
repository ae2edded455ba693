//! The composition root: the only place besides the commands that knows every room. Builds the context, mounts the
//! routes, wraps them, and stops gracefully.

use crate::config::Config;
use crate::context::Context;
use crate::db::{self, DatabaseUrl, Db};
use crate::features;
use crate::features::accounts::SignInPolicy;
use crate::features::imports::{Kinds, Registry};
use crate::kernel::division::DivisionCode;
use crate::kernel::error::Error;
use crate::kernel::instant::Clock;
use crate::mail::Transport;
use crate::outbox::{self, Home, Postman};
use crate::schedule::Jobs;
use crate::web::copies::Copies;
use crate::web::{self, Access, ApiError, Credential, Face, PageError, Routes, Site, WhoIs};
use actix_web::dev::{Server, ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{Data, PathConfig};
use actix_web::{App, HttpServer};
use anyhow::{Context as _, anyhow};
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;

mod delivery;
mod docs;
mod health;
mod openapi;

pub use delivery::Delivery;

/// A configured installation, its database open and migrated.
#[derive(Clone)]
pub struct Application {
    /// What everything runs on.
    pub context: Context,
    /// What was configured.
    pub config: Config,
    /// Finished copies of published lists, one shelf for all workers.
    pub copies: Data<Copies>,
    /// The kinds of workbook that come in through the one door.
    pub kinds: Kinds,
    /// Takes letters to the line.
    pub postman: Postman,
    /// What runs at its times.
    pub jobs: Jobs,
    /// Who is reminded, and when.
    pub reminding: features::reminders::Rules,
    /// When the leaders' digests are prepared.
    pub digesting: features::digests::Rules,
}

impl Application {
    /// Opens the database and brings its schema up.
    ///
    /// # Errors
    /// When the database cannot be opened or its schema is newer than this program.
    pub fn open(config: Config, clock: Clock, demonstration: bool) -> anyhow::Result<Self> {
        let url = DatabaseUrl::parse(&config.database.url).map_err(|why| anyhow!(why))?;
        let db = Db::open(&url, config.database.connections)?;
        db.migrate()?;
        let province =
            DivisionCode::parse(&config.business.province).map_err(|_| anyhow!("business.province"))?;
        let public_url = match config.server.public_url.trim_end_matches('/') {
            "" => format!("http://{}", config.server.listen),
            url => url.to_owned(),
        };
        let now = clock.now();
        let home = Home::of(&config.database.url, &home_file(&config, &url))?;
        let instance = db.write_now(|conn| {
            outbox::move_in(conn, &home, now)?;
            db::instance(conn, demonstration, now)
        })?;
        let context = Context {
            db,
            files: config.files.folder.as_path().into(),
            clock,
            zone: config.business.zone(),
            province,
            public_url,
            instance,
        };
        features::reference::load_builtin(&context)?;
        let copies = Data::new(Copies::new(config.cache.published_bytes()));
        let reports = features::updates::Reports {
            zone: context.zone,
            rule: config.updates.clone(),
            lights: config.lights.clone(),
            supervised: config.supervised.clone(),
            suspended: config.suspended.clone(),
        };
        let kinds = Kinds::new(vec![Box::new(Registry), Box::new(reports)]);
        let shift = config.schedule.working_days.parse().map_err(|_| anyhow!("schedule.working_days"))?;
        let domain = outbox::domain(&config.mail)?;
        let rules = features::reminders::Rules::new(&context, &config, shift, &domain);
        let digesting = features::digests::Rules::new(&context, &config, &domain);
        let letters = outbox::Kinds::new(vec![
            Box::new(features::mailroom::TestLetter),
            Box::new(features::digests::DigestLetter::new(digesting.clone())),
            Box::new(features::digests::DigestWord),
            Box::new(features::reminders::Reminder::new(rules.clone())),
        ]);
        let postman = Postman::new(&config.mail, Transport::new(&config.mail), letters, home)?;
        let reminders = features::reminders::Reminders::new(rules.clone());
        let digests = features::digests::Digests::new(digesting.clone());
        let jobs = Jobs::new(
            vec![
                (Box::new(reminders), config.schedule.reminders.as_str()),
                (Box::new(digests), config.schedule.digests.as_str()),
            ],
            (context.zone, shift, features::reference::working_days),
            context.instance.created_at,
        )?;
        Ok(Self { context, config, copies, kinds, postman, jobs, reminding: rules, digesting })
    }

    /// Binds the address and starts serving; port 0 takes a free one.
    ///
    /// # Errors
    /// When the address is taken or not ours.
    pub fn serve(&self) -> anyhow::Result<(Server, SocketAddr)> {
        let listener = TcpListener::bind(&self.config.server.listen)
            .with_context(|| format!("cannot listen on {}", self.config.server.listen))?;
        let address = listener.local_addr()?;
        let application = self.clone();
        let mut server = HttpServer::new(move || service(&application))
            .shutdown_timeout(self.config.server.stop_seconds)
            .keep_alive(std::time::Duration::from_secs(30));
        if self.config.server.workers > 0 {
            server = server.workers(self.config.server.workers);
        }
        Ok((server.listen(listener)?.run(), address))
    }
}

/// Where the name of this place stands.
fn home_file(config: &Config, url: &DatabaseUrl) -> PathBuf {
    if !config.mail.home.as_os_str().is_empty() {
        return config.mail.home.clone();
    }
    let beside = url.sqlite_path().unwrap_or(&config.files.folder);
    beside.with_added_extension("home")
}

/// Every route of every room; also what the tests walk.
pub fn routes() -> Routes {
    let mut routes = Routes::default();
    health::routes(&mut routes);
    routes.get("/static/{file}", Access::Anonymous, web::serve_asset);
    routes.get("/api/openapi.json", Access::Public, openapi::serve);
    routes.get("/api/docs", Access::Public, docs::page);
    features::audit::routes(&mut routes);
    features::accounts::routes(&mut routes);
    features::reference::routes(&mut routes);
    features::chains::routes(&mut routes);
    features::enterprises::routes(&mut routes);
    features::targets::routes(&mut routes);
    features::carriers::routes(&mut routes);
    features::files::routes(&mut routes);
    features::notices::routes(&mut routes);
    features::projects::routes(&mut routes);
    features::imports::routes(&mut routes);
    features::problems::routes(&mut routes);
    features::lights::routes(&mut routes);
    features::supervised::routes(&mut routes);
    features::suspended::routes(&mut routes);
    features::updates::routes(&mut routes);
    features::lists::routes(&mut routes);
    features::plans::routes(&mut routes);
    features::bulletins::routes(&mut routes);
    features::statistics::routes(&mut routes);
    features::leads::routes(&mut routes);
    features::visits::routes(&mut routes);
    features::atlas::routes(&mut routes);
    features::reminders::routes(&mut routes);
    features::digests::routes(&mut routes);
    features::mailroom::routes(&mut routes);
    features::overview::routes(&mut routes);
    features::operations::routes(&mut routes);
    routes
}

/// The service of one worker; tests drive it in process.
pub fn service(
    Application { context, config, copies, kinds, postman, jobs, reminding, digesting }: &Application,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl actix_web::body::MessageBody + use<>>,
        Error = actix_web::Error,
        InitError = (),
    > + use<>,
> {
    let policy = SignInPolicy::new(config);
    App::new()
        .app_data(Data::new(context.clone()))
        .app_data(Data::new(policy))
        .app_data(copies.clone())
        .app_data(Data::new(kinds.clone()))
        .app_data(Data::new(postman.clone()))
        .app_data(Data::new(jobs.clone()))
        .app_data(Data::new(reminding.clone()))
        .app_data(Data::new(digesting.clone()))
        .app_data(Data::new(config.public.clone()))
        .app_data(Data::new(config.limits.clone()))
        .app_data(Data::new(config.lists.clone()))
        .app_data(Data::new(config.updates.clone()))
        .app_data(Data::new(config.lights.clone()))
        .app_data(Data::new(config.supervised.clone()))
        .app_data(Data::new(config.suspended.clone()))
        .app_data(Data::new(config.leads.clone()))
        .app_data(Data::new(config.atlas.clone()))
        .app_data(Data::new(config.bulletins.clone()))
        .app_data(Data::new(web::address::TrustedProxies(config.server.proxies())))
        .app_data(Data::new(Site {
            demonstration: context.instance.demonstration,
            secure_cookies: config.server.secure_cookies,
        }))
        .app_data(Data::new(who_is(context, policy)))
        .app_data(PathConfig::default().error_handler(|_, request| match Face::of_path(request.path()) {
            Face::Api => ApiError(Error::NotFound).into(),
            Face::Page => PageError(Error::NotFound).into(),
        }))
        .configure(|service| routes().register(service))
        .default_service(actix_web::web::to(|request: actix_web::HttpRequest| async move {
            web::failure(&Error::NotFound, Face::of_path(request.path()))
        }))
        .wrap(from_fn(web::finish_failures))
        .wrap(from_fn(web::headers::finish))
        .wrap(Compress::default())
        .wrap(tracing_actix_web::TracingLogger::default())
}

/// Fills the kit's hook: asks the accounts room, and writes down the last use now and then.
fn who_is(context: &Context, policy: SignInPolicy) -> WhoIs {
    let context = context.clone();
    WhoIs(Arc::new(move |credential: Credential| {
        let (db, now) = (context.db.clone(), context.now());
        Box::pin(async move {
            let asked = credential.clone();
            let found = db.read(move |conn| features::accounts::who_is(conn, &asked, &policy, now)).await?;
            let Some((caller, stale)) = found else { return Ok(None) };
            if stale {
                db.write(move |conn| features::accounts::touch(conn, &credential, now)).await?;
            }
            Ok(Some(caller))
        })
    }))
}

/// Runs until SIGTERM or SIGINT, then lets running requests and the letter that is on its way finish.
///
/// # Errors
/// When the server itself fails.
pub async fn run(server: Server, application: &Application) -> anyhow::Result<()> {
    let delivery = Delivery::start(application);
    let served = server.await.context("the server stopped with an error");
    delivery.stop().await;
    served
}
