//! Words about getting in.

words! {
    /// Who may make an account.
    #[derive(Default)]
    pub enum Registration {
        /// Anybody with an e-mail address.
        #[default]
        Open = "open",
        /// Who has an address at one of the operator's domains, or was invited.
        Domains = "domains",
        /// Who was invited.
        Invitation = "invitation",
        /// Who comes through a sign-in provider.
        SingleSignOn = "single-sign-on",
    }
}

words! {
    /// What the link in a mail is for.
    pub enum Purpose {
        /// Confirms an address and makes an account.
        SignUp = "sign_up",
        /// Signs in.
        SignIn = "sign_in",
        /// Sets a new password.
        Password = "password",
        /// Confirms another address.
        Email = "email",
        /// Makes the first administrator.
        First = "first",
        /// Gives a listed profile to its owner.
        Claim = "claim",
        /// Links an identity at a sign-in provider. Not mailed: the browser keeps it until its owner has signed in.
        Identity = "identity",
        /// Goes on after the password. Not mailed: the browser keeps it.
        SecondStep = "second_step",
        /// Checks what a passkey signs. Not mailed: the page has it.
        Passkey = "passkey",
        /// Keeps a list of people to invite until whoever brought it has looked at it. Not mailed: the page's address has it.
        Invitees = "invitees",
        /// Checks a passkey that is made. Not mailed: the page has it.
        NewPasskey = "new_passkey",
    }
}

impl Purpose {
    /// How long the link works.
    #[cfg(feature = "ssr")]
    pub fn lives(self) -> chrono::TimeDelta {
        match self {
            Self::Claim => chrono::TimeDelta::days(14),
            Self::SignUp | Self::Email | Self::First => chrono::TimeDelta::hours(48),
            Self::SignIn | Self::Identity => chrono::TimeDelta::minutes(30),
            Self::Invitees => chrono::TimeDelta::hours(1),
            Self::Password => chrono::TimeDelta::hours(2),
            Self::SecondStep => chrono::TimeDelta::minutes(15),
            Self::Passkey | Self::NewPasskey => chrono::TimeDelta::minutes(5),
        }
    }
}
