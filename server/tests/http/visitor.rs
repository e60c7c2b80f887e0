//! Somebody with a browser: keeps cookies, posts forms, follows where they lead, reads mail.

use std::cell::RefCell;

use app::mail::{Mail, Part};
use app::{on, run};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use uuid::Uuid;

use crate::site::{Answer, TestSite};

/// Somebody with a browser.
pub struct Visitor<'s> {
    site: &'s TestSite,
    cookies: RefCell<Vec<(String, String)>>,
    address: RefCell<String>,
}

/// A password that is taken.
pub const PASSWORD: &str = "six brown owls went home";

impl TestSite {
    /// Somebody nobody knows.
    pub fn visitor(&self) -> Visitor<'_> {
        Visitor { site: self, cookies: RefCell::default(), address: RefCell::new("192.0.2.1".to_owned()) }
    }

    /// Somebody who has signed up under a name, with the address `{first name}@site.example`.
    pub async fn member(&self, name: &str) -> Visitor<'_> {
        let visitor = self.visitor();
        visitor.signs_up(name, &address_of(name)).await;
        visitor
    }

    /// The administrator whom the console's link made.
    pub async fn administrator(&self, name: &str) -> Visitor<'_> {
        let visitor = self.visitor();
        let link = app::accounts::signing_up::first_link(&self.app()).await.unwrap().expect("nobody has an account");
        let path = link.split_once("site.example").unwrap().1.to_owned();
        let fields = [("name", name), ("email", &address_of(name)), ("password", PASSWORD)];
        visitor.posts(&path, "set_up", &fields).await.leads_to("/me");
        visitor
    }

    /// Puts somebody into a community, whatever its rules, perhaps with a role.
    pub async fn puts(&self, handle: &str, community: &str, state: &str, role: Option<&str>) {
        const MEMBERSHIP: &str = "insert into membership (id, community_id, member_id, state) select $1, c.id, m.id, $2 from community c, member m where c.slug = $3 and m.handle = $4";
        const ROLE: &str = "insert into membership_role (membership_id, position, role) values ($1, 0, $2)";
        let id = Uuid::now_v7();
        let mut tx = self.db().begin().await.unwrap();
        run!(tx, sqlx::query(MEMBERSHIP).bind(id).bind(state).bind(community).bind(handle)).unwrap();
        if let Some(role) = role {
            run!(tx, sqlx::query(ROLE).bind(id).bind(role)).unwrap();
        }
        tx.commit([]).await.unwrap();
    }

    /// The mails that wait to be sent to somebody, the oldest first.
    pub async fn mails_to(&self, address: &str) -> Vec<Mail> {
        app::notifications::mailing::send_due(&self.app()).await.unwrap();
        const WAITING: &str = "select payload from job where kind = 'send_mail' order by id";
        let payloads: Vec<String> = on!(self.db().reader(), c => sqlx::query_scalar(WAITING).fetch_all(c)).unwrap();
        payloads.iter().map(|payload| Mail::of_payload(payload).unwrap()).filter(|mail| mail.to == address).collect()
    }

    /// The path behind the button of the last mail to somebody.
    pub async fn mailed_link(&self, address: &str) -> String {
        let mail = self.mails_to(address).await.pop().unwrap_or_else(|| panic!("no mail to {address}"));
        let url = mail.body.into_iter().find_map(|part| match part {
            Part::Button { url, .. } => Some(url),
            _ => None,
        });
        url.unwrap().split_once("site.example").unwrap().1.to_owned()
    }
}

/// `{first name}@site.example`
pub fn address_of(name: &str) -> String {
    format!("{}@site.example", name.split(' ').next().unwrap().to_lowercase())
}

impl Visitor<'_> {
    /// Signs up, and confirms by the mail's link.
    pub async fn signs_up(&self, name: &str, email: &str) {
        let fields = [("name", name), ("email", email), ("password", PASSWORD)];
        self.posts("/sign-up", "sign_up", &fields).await.leads_to("/sign-up/sent");
        let link = self.site.mailed_link(email).await;
        self.posts_as_is(&link).await.leads_to("/me");
    }

    /// Signs in with [`PASSWORD`].
    pub async fn signs_in(&self, email: &str) -> Answer {
        self.posts("/sign-in", "sign_in", &[("email", email), ("password", PASSWORD)]).await
    }

    /// Comes from another address from now on.
    pub fn comes_from(&self, address: &str) {
        self.address.replace(address.to_owned());
    }

    /// The cookie of that name.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.borrow().iter().find(|(cookie, _)| cookie == name).map(|(_, value)| value.clone())
    }

    /// Has a cookie from now on.
    pub fn has_cookie(&self, name: &str, value: &str) {
        self.cookies.borrow_mut().retain(|(cookie, _)| cookie != name);
        self.cookies.borrow_mut().push((name.to_owned(), value.to_owned()));
    }

    /// All cookies, as a browser sends them.
    pub fn cookies(&self) -> String {
        self.cookies.borrow().iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    /// Asks for a page.
    pub async fn gets(&self, path: &str) -> Answer {
        let answer = self.site.sends(self.request("GET", path)).await;
        self.keeps(&answer);
        answer
    }

    /// The text of a page that must be there.
    pub async fn reads(&self, path: &str) -> String {
        let answer = self.gets(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        answer.text()
    }

    /// Posts to a page the form for a function with fields, and what the form on the page sends along. Panics where the page has no such form.
    pub async fn posts(&self, path: &str, function: &str, fields: &[(&str, &str)]) -> Answer {
        let page = self.gets(path).await;
        let forms = forms(&page.body);
        let of_function =
            |form: &&Vec<(String, String)>| form.iter().any(|(name, value)| name == "__fn" && value.rsplit('/').next() == Some(function));
        // Of several for one function the one is meant that sends along what is given.
        let agrees = |form: &&Vec<(String, String)>| {
            fields
                .iter()
                .all(|(name, value)| form.iter().filter(|(known, _)| known == name).all(|(_, known)| known == value || known.is_empty()))
        };
        let form = forms.iter().filter(of_function).find(agrees).or(forms.iter().find(of_function));
        let form = form.unwrap_or_else(|| panic!("{path} has no form for {function}: {}", page.text()));
        let mut sent: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        sent.retain(|(name, _)| fields.iter().all(|(given, _)| given != name));
        sent.extend(fields);
        self.posts_raw(path, &sent).await
    }

    /// Posts a form like [`Self::posts`] and, where somebody is asked first, agrees.
    pub async fn posts_agreeing(&self, path: &str, function: &str, fields: &[(&str, &str)]) -> Answer {
        let asked = self.posts(path, function, fields).await;
        let Some(word) = asked.asks_to_agree() else { return asked };
        self.posts(path, function, &[fields, &[("agreed", word.as_str())]].concat()).await
    }

    /// Posts the only form on a page as it stands.
    pub async fn posts_as_is(&self, path: &str) -> Answer {
        let page = self.gets(path).await;
        let forms = forms(&page.body);
        let [form] = &forms[..] else { panic!("{path} has {} forms: {}", forms.len(), page.text()) };
        let sent: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.posts_raw(path, &sent).await
    }

    /// Posts these very fields to a path.
    pub async fn posts_raw(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self.request("POST", path).header("content-type", "application/x-www-form-urlencoded");
        let answer = self.site.sends_body(request, Body::from(body)).await;
        self.keeps(&answer);
        answer
    }

    /// Posts these very fields to a path, to be awaited beside others.
    pub fn posting(&self, path: &str, fields: &[(&str, &str)]) -> impl Future<Output = Answer> + Send + use<> {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self.request("POST", path).header("content-type", "application/x-www-form-urlencoded");
        self.site.sending(request, Body::from(body))
    }

    /// Posts a form with a file, as a browser does: its fields, and then the file.
    pub async fn uploads(&self, path: &str, function: &str, (field, name): (&str, &str), file: &[u8]) -> Answer {
        let page = self.gets(path).await;
        let form = page.body.split("<form").find(|form| form.contains(&format!("/{function}\"")));
        let form = form.unwrap_or_else(|| panic!("{path} has no form for {function}: {}", page.text()));
        assert!(form.contains("enctype=\"multipart/form-data\"") && form.contains(&format!("type=\"file\" name=\"{field}\"")), "{form}");
        let mut body = Vec::new();
        for (name, value) in fields(form.split("</form>").next().unwrap()).iter().filter(|(name, _)| name != field) {
            body.extend(format!("--edge\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
        }
        let head =
            format!("--edge\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\ncontent-type: image/jpeg\r\n\r\n");
        body.extend(head.bytes());
        body.extend(file);
        body.extend(b"\r\n--edge--\r\n");
        let request = self.request("POST", path).header("content-type", "multipart/form-data; boundary=edge");
        let answer = self.site.sends_body(request, Body::from(body)).await;
        self.keeps(&answer);
        answer
    }

    fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        let cookies = self.cookies();
        let request = Request::builder().method(method).uri(path).header("x-forwarded-for", self.address.borrow().as_str());
        if cookies.is_empty() { request } else { request.header("cookie", cookies) }
    }

    fn keeps(&self, answer: &Answer) {
        for cookie in answer.headers.get_all("set-cookie") {
            let cookie = cookie.to_str().unwrap();
            let (name, rest) = cookie.split_once('=').unwrap();
            let (value, _) = rest.split_once(';').unwrap();
            self.cookies.borrow_mut().retain(|(known, _)| known != name);
            if !cookie.contains("Max-Age=0") {
                self.cookies.borrow_mut().push((name.to_owned(), value.to_owned()));
            }
        }
    }
}

impl Answer {
    /// Wants it to lead to a path.
    #[track_caller]
    pub fn leads_to(&self, path: &str) {
        assert_eq!((self.status, self.header("location")), (StatusCode::SEE_OTHER, path), "{}", self.text());
    }

    /// What its form sends for somebody who agrees to what they are asked first; `None` where nothing is asked.
    pub fn asks_to_agree(&self) -> Option<String> {
        self.asks_in("agreed")
    }

    /// The same, where the field that asks has a name of its own.
    pub fn asks_in(&self, field: &str) -> Option<String> {
        let name = format!("name=\"{field}\"");
        let radio = self.body.split("<input").find(|tag| tag.split('>').next().is_some_and(|tag| tag.contains(&name)))?;
        radio.split_once("value=\"")?.1.split('"').next().map(unescaped)
    }

    /// Wants it to come back with a status and a sentence.
    #[track_caller]
    pub fn says(&self, status: StatusCode, sentence: &str) {
        let text = self.text();
        assert!(self.status == status && text.contains(sentence), "{} {}: {text}", self.status, self.header("location"));
    }
}

/// The forms that a page posts: what each sends, by name, where nobody types anything.
fn forms(html: &str) -> Vec<Vec<(String, String)>> {
    let posted = html.split("<form").skip(1).filter(|form| form.split('>').next().is_some_and(|tag| tag.contains("method=\"post\"")));
    posted.map(|form| fields(form.split("</form>").next().unwrap_or_default())).collect()
}

fn fields(form: &str) -> Vec<(String, String)> {
    let attribute = |tag: &str, name: &str| {
        let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
        Some(unescaped(tag[start..].split('"').next()?))
    };
    let mut fields = Vec::new();
    for tag in form.split("<input").skip(1).filter_map(|rest| rest.split('>').next()) {
        let kind = attribute(tag, "type").unwrap_or_default();
        if !matches!(kind.as_str(), "radio" | "checkbox") || tag.contains(" checked") {
            fields.push((attribute(tag, "name").unwrap(), attribute(tag, "value").unwrap_or_default()));
        }
    }
    for area in form.split("<textarea").skip(1) {
        let (tag, rest) = area.split_once('>').unwrap();
        fields.push((attribute(tag, "name").unwrap(), unescaped(rest.split("</textarea>").next().unwrap())));
    }
    for select in form.split("<select").skip(1) {
        let (tag, rest) = select.split_once('>').unwrap();
        let options: Vec<&str> = rest.split("</select>").next().unwrap().split("<option").skip(1).collect();
        let chosen = options.iter().find(|option| option.split('>').next().unwrap().contains(" selected")).or(options.first());
        fields.push((attribute(tag, "name").unwrap(), chosen.and_then(|option| attribute(option, "value")).unwrap_or_default()));
    }
    fields
}

fn unescaped(text: &str) -> String {
    text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&#x27;", "'").replace("&amp;", "&")
}
