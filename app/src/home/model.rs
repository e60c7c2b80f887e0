//! What crosses the wire of the front page.

use serde::{Deserialize, Serialize};

use crate::communities::directory::CommunitySummary;
use crate::related::model::{EventLine, QuestionLine};

/// `/`
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FrontScreen {
    /// The site's name.
    pub site: String,
    /// Communities to explore.
    pub communities: Vec<CommunitySummary>,
    /// How many communities live.
    pub community_count: i64,
    /// The next meetings.
    pub events: Vec<EventLine>,
    /// What was asked last.
    pub questions: Vec<QuestionLine>,
    /// Title and slug of the topics most communities care about.
    pub topics: Vec<(String, String)>,
}
