"""The public journal -> what leaves the site: feeds, mails and short texts. Pure."""
