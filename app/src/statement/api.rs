//! The server function of the accessibility statement.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::model::StatementScreen;
use crate::error::AppError;
use crate::wire::Read;

/// The accessibility statement.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn statement() -> Result<StatementScreen, AppError> {
    let (app, _) = crate::state::asked(&[])?;
    Ok(app.site.statement.clone())
}
