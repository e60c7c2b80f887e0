//! Where files are kept: a folder, or a bucket of S3 where one is set.

use std::str::FromStr;
use std::time::Duration;

use anyhow::{Context, ensure};
use app::files::Files;
use async_trait::async_trait;
use http_body_util::BodyExt;
use object_store::ClientOptions;
use object_store::aws::AmazonS3Builder;
use object_store::client::{HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse, HttpResponseBody, HttpService};

use crate::config::Config;

/// How long the bucket may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// Opens where files are kept.
///
/// # Errors
/// With a sentence for the console.
pub fn open(config: &Config) -> anyhow::Result<Files> {
    let set = |setting: &Option<String>| setting.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let Some(bucket) = set(&config.s3_bucket) else {
        let folder = config.data_dir.join("files");
        std::fs::create_dir_all(&folder).with_context(|| format!("the folder {} can’t be made", folder.display()))?;
        return Files::in_folder(&folder).with_context(|| format!("the folder {} can’t be opened", folder.display()));
    };
    let key = set(&config.s3_key_id).context("S3_BUCKET needs S3_KEY_ID, the id of a key that may read and write it")?;
    let secret = set(&config.s3_secret).context("S3_BUCKET needs S3_SECRET, the secret of S3_KEY_ID")?;
    let mut bucket = AmazonS3Builder::new()
        .with_bucket_name(bucket)
        .with_region(&config.s3_region)
        .with_access_key_id(key)
        .with_secret_access_key(secret)
        // Not all that speaks like S3 removes several at once.
        .with_disable_bulk_delete(true)
        .with_http_connector(Connector);
    if let Some(endpoint) = set(&config.s3_endpoint) {
        let here = endpoint.starts_with("http://");
        ensure!(
            here || endpoint.starts_with("https://"),
            "S3_ENDPOINT is no address: it begins with https://, as in https://s3.example.org"
        );
        bucket = bucket.with_endpoint(endpoint.trim_end_matches('/')).with_allow_http(here);
    }
    bucket.build().map(Files::new).context("S3_BUCKET can’t be used")
}

/// Lends the program's own HTTP client to what speaks S3.
#[derive(Debug)]
struct Connector;

impl HttpConnector for Connector {
    fn connect(&self, _options: &ClientOptions) -> object_store::Result<HttpClient> {
        let client = reqwest::Client::builder().timeout(PATIENCE).build();
        let client = client.map_err(|error| object_store::Error::Generic { store: "S3", source: error.into() })?;
        Ok(HttpClient::new(Client(client)))
    }
}

#[derive(Debug)]
struct Client(reqwest::Client);

#[async_trait]
impl HttpService for Client {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let (head, body) = request.into_parts();
        let url = reqwest::Url::from_str(&head.uri.to_string()).map_err(|error| HttpError::new(HttpErrorKind::Unknown, error))?;
        let mut request = reqwest::Request::new(head.method, url);
        *request.headers_mut() = head.headers;
        *request.body_mut() = Some(body.collect().await?.to_bytes().into());
        let response: axum::http::Response<reqwest::Body> = self.0.execute(request).await.map_err(failed)?.into();
        let (head, body) = response.into_parts();
        // Photos are small: they are read whole.
        let body = body.collect().await.map_err(failed)?.to_bytes();
        Ok(HttpResponse::from_parts(head, HttpResponseBody::from(body)))
    }
}

fn failed(error: reqwest::Error) -> HttpError {
    let kind = match &error {
        error if error.is_timeout() => HttpErrorKind::Timeout,
        error if error.is_connect() => HttpErrorKind::Connect,
        error if error.is_decode() => HttpErrorKind::Decode,
        _ => HttpErrorKind::Unknown,
    };
    HttpError::new(kind, error)
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use axum::Router;
    use axum::body::Bytes;
    use axum::extract::{Request, State};
    use axum::http::{Method, StatusCode};
    use axum::response::{IntoResponse, Response};
    use clap::Parser;

    use super::*;
    use crate::cli::Cli;

    fn set(settings: &[&str]) -> anyhow::Result<Files> {
        open(&Cli::parse_from(["guildhall", "serve"].iter().chain(settings)).config)
    }

    #[test]
    fn a_mistake_in_the_settings_of_a_bucket_is_a_sentence_at_start() {
        let bucket = ["--s3-bucket", "b", "--s3-key-id", "k", "--s3-secret", "s"];
        assert!(set(&bucket).is_ok());
        for (settings, sentence) in [
            (vec!["--s3-bucket", "b"], "S3_BUCKET needs S3_KEY_ID"),
            (vec!["--s3-bucket", "b", "--s3-key-id", "k"], "S3_BUCKET needs S3_SECRET"),
            ([&bucket[..], &["--s3-endpoint", "s3.example.org"]].concat(), "S3_ENDPOINT is no address"),
        ] {
            let said = format!("{:#}", set(&settings).unwrap_err());
            assert!(said.contains(sentence), "{said}");
        }
    }

    #[tokio::test]
    async fn files_are_kept_in_a_folder() {
        let folder = std::env::temp_dir().join(format!("guildhall-files-{}", std::process::id()));
        let files = set(&["--data-dir", &folder.display().to_string()]).unwrap();
        kept(&files).await;
        std::fs::remove_dir_all(folder).unwrap();
    }

    /// What is kept is there, and then it is not.
    async fn kept(files: &Files) {
        assert_eq!(files.get("photos/a.jpg").await.unwrap(), None);
        files.put("photos/a.jpg", b"one".to_vec()).await.unwrap();
        files.put("photos/a.jpg", b"two".to_vec()).await.unwrap();
        assert_eq!(files.get("photos/a.jpg").await.unwrap().as_deref(), Some(&b"two"[..]));
        files.remove("photos/a.jpg").await.unwrap();
        files.remove("photos/a.jpg").await.unwrap();
        assert_eq!(files.get("photos/a.jpg").await.unwrap(), None);
    }

    /// A bucket that keeps one object, and answers only to requests that are signed.
    async fn bucket(State(object): State<Arc<Mutex<Option<Bytes>>>>, request: Request) -> Response {
        let signed = request.headers().get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default();
        assert!(signed.starts_with("AWS4-HMAC-SHA256 Credential=k/") && signed.contains("/here/s3/aws4_request"), "{signed}");
        assert_eq!(request.uri().path(), "/b/photos/a.jpg");
        let (head, body) = request.into_parts();
        let body = axum::body::to_bytes(body, 100).await.unwrap();
        let mut object = object.lock().unwrap();
        let headers = [("etag", "\"1\""), ("last-modified", "Mon, 02 Mar 2026 12:00:00 GMT")];
        match head.method {
            Method::PUT => *object = Some(body),
            Method::DELETE => *object = None,
            _ => return object.clone().map_or(StatusCode::NOT_FOUND.into_response(), |object| (headers, object).into_response()),
        }
        (headers, "").into_response()
    }

    #[tokio::test]
    async fn files_are_kept_in_a_bucket_with_signed_requests() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(bucket).with_state(Arc::default());
        tokio::spawn(async move { axum::serve(listener, router).await });
        let settings = ["--s3-bucket", "b", "--s3-key-id", "k", "--s3-secret", "s", "--s3-region", "here", "--s3-endpoint", &endpoint];
        kept(&set(&settings).unwrap()).await;
    }
}
