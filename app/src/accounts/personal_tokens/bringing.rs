//! Who a program stands for that brings a token.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;

use super::store;
use crate::accounts::attempts::{TOKEN_FROM, spend, wants_room};
use crate::accounts::token::Token;
use crate::error::AppError;
use crate::state::{AppState, Caller, SignedIn};

/// The member whose token came with a request: as `Authorization: Bearer …`, or as a part of its query. `None` where none came.
///
/// # Errors
/// `SignIn` where the token opens nothing, `TooMany` where too many came from there that opened nothing.
pub(crate) async fn brought(
    app: &AppState,
    caller: &Caller,
    headers: &HeaderMap,
    query: Option<&str>,
) -> Result<Option<SignedIn>, AppError> {
    let Some(typed) = bearer(headers).or(query) else { return Ok(None) };
    wants_room(&app.db, TOKEN_FROM, &caller.address, app.clock.now()).await?;
    let found = match Token::read(typed) {
        Some(token) => store::resolve(&app.db, &token, app.clock.now()).await?,
        None => None,
    };
    if found.is_none() {
        spend(&app.db, TOKEN_FROM, &caller.address).await?;
        return Err(AppError::SignIn);
    }
    Ok(found)
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_from_the_header_of_bearers_alone() {
        let of = |value: &str| {
            let headers = HeaderMap::from_iter([(AUTHORIZATION, value.parse().unwrap())]);
            bearer(&headers).map(str::to_owned)
        };
        assert_eq!(of("Bearer abc"), Some("abc".to_owned()));
        assert_eq!(of("bearer  abc "), Some("abc".to_owned()));
        assert_eq!((of("Basic abc"), of("Bearer"), of("abc")), (None, None, None));
    }
}
