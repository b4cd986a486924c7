"""`tracker publish`: a real repository, a real bare remote on the disk, the real command."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.journal import Ran, Scratch, environment, program

pytestmark = pytest.mark.usefixtures("plain_git")
WEEK = "entries/2024-W27.yaml"
LAST_WEEK = "entries/2024-W26.yaml"
SESSIONS = "sessions:\n  - {start: 2024-07-01 19:30, minutes: 50, item: zero-to-hero, id: aaaaa1}\n"
MINE = "  - {start: 2024-07-03 21:00, minutes: 40, item: zero-to-hero, id: mmmmm4}\n"
OTHER = "  - {start: 2024-07-03 08:00, minutes: 25, item: four-gram, id: nnnnn3}\n"
# A theme of one line: these sites take half a second.
SETTINGS = "site_name: x\ntheme: {name: null, custom_dir: theme}\nplugins: []\n"
WORKFLOW = "on: {push: {branches: [main]}}\njobs: {x: {steps: [{uses: actions/deploy-pages@v5}]}}\n"


class Clone:
    """A journal in a repository of its own, with a bare remote beside it."""

    def __init__(self, folder: Path, remote: Path, branch: str = "main") -> None:
        self.folder, self.remote = folder, remote
        if not remote.exists():
            git(remote.parent, "init", "-q", "--bare", "-b", "main", str(remote))
        git(folder, "init", "-q", "-b", branch)
        git(folder, "remote", "add", "origin", str(remote))

    def write(self, **files: str) -> None:
        for name, text in files.items():
            self.put(name, text)

    def put(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def git(self, *words: str) -> str:
        return git(self.folder, *words)

    def publish(self, *words: str, **env: str) -> Ran:
        return program("publish", *words, cwd=self.folder, **env)

    def is_published(self) -> bool:
        """Whether the remote has what was committed last."""
        return self.git("rev-parse", "HEAD") == git(self.remote, "rev-parse", "main")

    @property
    def message(self) -> str:
        return self.git("log", "-1", "--format=%B").strip()

    @property
    def committed(self) -> list[str]:
        """The files of the last commit."""
        return self.git("show", "--format=", "--name-only", "HEAD").split()

    @property
    def status(self) -> list[str]:
        return self.git("status", "--porcelain").splitlines()


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(folder), *words],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.rstrip("\n")


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    """A journal with a small site; nothing of it is committed."""
    scratch = Scratch(tmp_path / "j")
    made = Clone(scratch.folder, tmp_path / "remote.git")
    for name, text in {
        "mkdocs.yml": SETTINGS,
        "theme/main.html": "{{ page.content }}",
        "docs/index.md": "# Home\n",
        ".gitignore": "/site/\n.tracker/\n",
        WEEK: SESSIONS,
    }.items():
        made.put(name, text)
    return made


@pytest.fixture
def published(clone: Clone) -> Clone:
    """The same, pushed with all that it needs."""
    clone.git("add", "-A")
    clone.git("commit", "-q", "-m", "before")
    clone.git("push", "-q", "-u", "origin", "main")
    return clone


def clone_again(published: Clone, folder: Path) -> Clone:
    git(folder.parent, "clone", "-q", str(published.remote), str(folder))
    other = Clone.__new__(Clone)
    other.folder, other.remote = folder, published.remote
    return other


# ---- what goes through


def test_a_folder_whose_name_ends_with_a_blank(tmp_path: Path) -> None:
    folder = tmp_path / "mine "
    folder.mkdir()
    clone = Clone(folder, tmp_path / "remote.git")
    assert program("init", cwd=folder).code == 0
    ran = clone.publish()
    assert ran.code == 0, ran.err
    assert clone.is_published()


def test_entries_that_are_a_link_in_the_repository(clone: Clone) -> None:
    (clone.folder / "entries").rename(clone.folder / "data")
    (clone.folder / "entries").symlink_to("data")
    ran = clone.publish()
    assert ran.code == 0, ran.err
    assert {"data/plan.yaml", "data/2024-W27.yaml", "entries"} <= set(clone.committed)
    clone.put(WEEK, SESSIONS + MINE)
    assert clone.publish().out.startswith("Committed 1 file: Update 2024-W27\n")
    assert clone.is_published()


def test_a_file_that_github_takes_no_more_is_named_before_the_commit(published: Clone) -> None:
    published.put("docs/film.mp4", "")
    os.truncate(published.folder / "docs/film.mp4", 101 * 2**20)
    ran = published.publish("--dry-run")
    assert "GitHub" not in ran.err
    published.git("remote", "set-url", "origin", "git@github.com:ada/journal.git")
    ran = published.publish()
    assert ran.code == 1
    assert "tracker: docs/film.mp4 has 101 MB, and GitHub takes no file of more than 100" in ran.err
    assert published.status == ["?? docs/film.mp4"]
    published.put(".gitattributes", "*.mp4 filter=lfs\n")
    assert "GitHub takes" not in published.publish("--dry-run").err


def test_first_publish_commits_what_init_made(tmp_path: Path) -> None:
    folder = tmp_path / "j"
    folder.mkdir()
    clone = Clone(folder, tmp_path / "remote.git")
    assert program("init", cwd=folder).code == 0
    assert program("log", "45m", "x", "a note of a draft", cwd=folder).code == 0
    clone.put("todo.txt", "mine\n")
    ran = clone.publish()
    assert ran.code == 0, ran.err
    assert ran.out.startswith("Committed ")
    assert ran.out.endswith("files: Begin the journal\nPushed main to origin/main\n")
    assert "stays as it is, not published: todo.txt\n" in ran.err
    assert clone.is_published()
    assert clone.status == ["?? todo.txt"]
    assert {"mkdocs.yml", ".gitignore", WEEK, "entries/plan.yaml"} <= set(clone.committed)
    assert clone.git("rev-parse", "--abbrev-ref", "main@{upstream}") == "origin/main"
    assert clone.publish().out.startswith("Nothing to publish")


def test_later_publish_commits_what_was_written_and_names_what_stays(published: Clone) -> None:
    published.put(WEEK, SESSIONS + MINE)
    published.put("docs/new.md", "# New\n")
    published.put("notebooks/a.txt", "a\n")
    published.put("mkdocs.yml", SETTINGS + "site_description: y\n")
    (published.folder / "docs/index.md").unlink()
    ran = published.publish()
    assert ran.code == 0, ran.err
    assert ran.out.splitlines()[0] == "Committed 4 files: Update 2024-W27, 2 pages and 1 file"
    assert "stays as it is, not published: mkdocs.yml" in ran.err
    assert "the site needs mkdocs.yml, too: commit that yourself, then publish\n" in ran.err
    assert published.committed == ["docs/index.md", "docs/new.md", WEEK, "notebooks/a.txt"]
    assert published.status == [" M mkdocs.yml"]
    assert published.is_published()


def test_titles_of_drafts_stay_out_of_the_message(published: Clone) -> None:
    published.put(WEEK, "title: HiddenDraft\n" + SESSIONS)
    published.put(LAST_WEEK, "title: A hat for names\nlife: [Shown]\n")
    published.put(
        "docs/blog/posts/hidden-draft.md",
        "---\ndate: 2024-07-01\ndraft: true\n---\n# HiddenEssay\n",
    )
    published.put("docs/blog/posts/shown.md", "---\ndate: 2024-07-01\n---\n# An essay\n")
    assert published.publish().code == 0
    assert published.message == (
        "Update 2024-W26, 2024-W27 and 2 essays\n\n"
        "- 2024-W26: A hat for names\n- 2024-W27\n- Essay: An essay\n- 1 more essay"
    )
    published.put(LAST_WEEK, "title: Another hat\nlife: [Shown]\n")
    assert published.publish().code == 0
    assert published.message == "2024-W26: Another hat"


def test_dry_run_changes_nothing(published: Clone) -> None:
    published.put(WEEK, SESSIONS + MINE)
    published.put("entries/images/a.png", "a")
    before = published.git("rev-parse", "HEAD"), published.status
    ran = published.publish("--dry-run")
    assert (ran.code, ran.out) == (
        0,
        "Would commit 2 files, with this message:\n  Update 2024-W27 and 1 picture\n\n"
        "  - 2024-W27\n  - 1 picture\nWould push main to origin/main\n",
    )
    assert (published.git("rev-parse", "HEAD"), published.status) == before
    assert published.is_published()


@pytest.mark.long
def test_commits_that_wait_are_pushed(published: Clone) -> None:
    published.put("mkdocs.yml", SETTINGS + "site_description: y\n")
    published.git("commit", "-q", "-am", "mine")
    assert not published.is_published()
    ran = published.publish("--dry-run")
    assert ran.out == "Would push main to origin/main, with 1 earlier commit\n"
    assert published.publish().out == "Pushed main to origin/main, with 1 earlier commit\n"
    assert published.message == "mine"
    assert published.is_published()


def test_nothing_to_publish(published: Clone) -> None:
    published.put("mkdocs.yml", "not: [even yaml")
    head = published.git("rev-parse", "HEAD")
    assert published.publish().code == 1  # mkdocs.yml says where the pages are
    published.put("mkdocs.yml", SETTINGS)
    ran = published.publish()
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "Nothing to publish: all that you wrote is committed and pushed\n"
    assert published.git("rev-parse", "HEAD") == head


@pytest.mark.parametrize(
    ("others", "words"),
    [
        (["commit -qam Other", "push -q"], "Nothing to publish any more: another commit and push"),
        (["commit -qam Other"], "Pushed main to origin/main"),
    ],
)
def test_two_at_once(published: Clone, others: list[str], words: str) -> None:
    """The other one ends while this one builds."""
    hook = "import os\n\ndef on_post_build(config):\n"
    hook += "".join(f"    os.system('git {line}')\n" for line in others)
    published.write(**{"hook.py": hook, "mkdocs.yml": SETTINGS + "hooks: [hook.py]\n"})
    published.git("add", ".")
    published.git("commit", "-qm", "Hook")
    published.put(WEEK, SESSIONS + MINE)
    ran = published.publish()
    assert ran.code == 0, ran.err
    assert words in ran.out
    assert published.is_published()
    assert published.message == "Other"


def test_journal_in_a_folder_of_a_repository(tmp_path: Path) -> None:
    (tmp_path / "all").mkdir()
    clone = Clone(tmp_path / "all", tmp_path / "remote.git")
    Scratch(tmp_path / "all/my journal")
    for name, text in {
        "my journal/mkdocs.yml": SETTINGS,
        "my journal/theme/main.html": "x",
        "my journal/docs/a b.md": "# Home\n",
        "docs/mine.md": "# Not the journal's\n",
    }.items():
        clone.put(name, text)
    ran = program("publish", cwd=tmp_path / "all/my journal/docs")
    assert ran.code == 0, ran.err
    assert clone.status == ["?? docs/", '?? "my journal/theme/"']
    assert clone.is_published()


@pytest.mark.long
def test_pages_in_a_folder_of_another_name(published: Clone) -> None:
    published.put("mkdocs.yml", SETTINGS + "docs_dir: pages\n")
    published.put("pages/index.md", "# Home\n")
    published.put("docs/index.md", "# No page of the site any more\n")
    assert published.publish().code == 0
    assert published.committed == ["pages/index.md"]
    assert published.status == [" M docs/index.md", " M mkdocs.yml"]
    published.put("mkdocs.yml", SETTINGS + "docs_dir: ../pages\n")
    refused(published, "lies outside of the repository")


# ---- what is staged


def test_what_is_staged_elsewhere_stays_staged(published: Clone) -> None:
    published.put("README.md", "one\n")
    published.put("mkdocs.yml", SETTINGS + "site_description: y\n")
    published.git("add", "README.md", "mkdocs.yml")
    published.put("README.md", "two\n")
    published.put(WEEK, SESSIONS + MINE)
    ran = published.publish()
    assert ran.code == 0, ran.err
    assert "stays as it is, not published: README.md (staged) and mkdocs.yml (staged)" in ran.err
    assert published.committed == [WEEK]
    assert published.status == ["AM README.md", "M  mkdocs.yml"]
    assert published.git("show", ":README.md") == "one"


def test_what_is_staged_in_part_is_committed_whole(published: Clone) -> None:
    published.put(WEEK, SESSIONS + MINE)
    published.git("add", WEEK)
    published.put(WEEK, SESSIONS + OTHER + MINE)
    ran = published.publish()
    assert ran.code == 0, ran.err
    assert f"staged in part, and committed whole: {WEEK}" in ran.err
    assert published.git("show", f"HEAD:{WEEK}").endswith((OTHER + MINE).rstrip())
    assert published.status == []


@pytest.mark.long
def test_a_file_taken_out_of_the_index_is_not_put_back(published: Clone) -> None:
    published.put("docs/secret.md", "# Mine\n")
    assert published.publish().code == 0
    published.git("rm", "-q", "--cached", "docs/secret.md")
    published.put(WEEK, SESSIONS + MINE)
    ran = published.publish()
    assert ran.code == 0, ran.err
    assert "docs/secret.md (staged)" in ran.err
    assert published.committed == [WEEK]
    assert published.status == ["D  docs/secret.md", "?? docs/secret.md"]


def test_what_git_ignores_is_named(published: Clone) -> None:
    published.put(".gitignore", "/site/\n.tracker/\n*.png\n")
    published.put("entries/images/a.png", "a")
    published.put(WEEK, SESSIONS + MINE)
    ran = published.publish()
    assert ran.code == 0
    assert "the published site is without them: entries/images/a.png" in ran.err


def test_a_repository_in_this_one_stays(published: Clone) -> None:
    nested = published.folder / "docs/nested"
    nested.mkdir()
    git(nested, "init", "-q")
    git(nested, "commit", "-q", "--allow-empty", "-m", "x")
    published.put(WEEK, SESSIONS + MINE)
    ran = published.publish()
    assert ran.code == 0, ran.err
    assert published.committed == [WEEK]
    assert "not published: docs/nested/" in ran.err
    assert "by themselves" in ran.err


# ---- what the remote has, too


def test_rejected_push_is_tried_again_with_both_logs(published: Clone, tmp_path: Path) -> None:
    published.put(".gitattributes", "entries/*.yaml merge=tracker\n")
    published.git("add", "-A")
    published.git("commit", "-q", "-m", "attributes")
    published.git("push", "-q")
    other = clone_again(published, tmp_path / "other")
    other.put(WEEK, SESSIONS + OTHER)
    assert other.publish().code == 0
    published.put(WEEK, SESSIONS + MINE)
    published.put("README.md", "staged\n")
    published.git("add", "README.md")
    published.put("README.md", "and more\n")
    ran = published.publish()
    assert ran.code == 0, ran.err
    assert "origin/main has commits that this clone does not have; pulling them" in ran.err
    assert published.git("show", f"HEAD:{WEEK}") == (SESSIONS + OTHER + MINE).rstrip()
    assert published.is_published()
    assert published.git("log", "--format=%P", "-1").count(" ") == 0
    assert published.status == ["AM README.md"]
    assert published.git("show", ":README.md") == "staged"


@pytest.mark.long
def test_rejected_push_with_a_conflict_is_left_as_git_left_it(
    published: Clone, tmp_path: Path
) -> None:
    other = clone_again(published, tmp_path / "other")
    other.put("docs/index.md", "# Theirs\n")
    assert other.publish().code == 0
    theirs = git(published.remote, "rev-parse", "main")
    published.put("docs/index.md", "# Mine\n")
    ran = published.publish()
    assert ran.code == 1
    assert "both sides changed the same lines of docs/index.md" in ran.err
    assert "git rebase --continue and tracker publish" in ran.err
    assert published.status == ["UU docs/index.md"]
    assert git(published.remote, "rev-parse", "main") == theirs
    again = published.publish()
    assert again.code == 1
    assert "git is in the middle of a rebase; end it first: git rebase --continue" in again.err
    published.put("docs/index.md", "# Both\n")
    published.git("add", "docs/index.md")
    published.git("-c", "core.editor=true", "rebase", "--continue")
    assert published.publish().code == 0
    assert published.is_published()


def test_what_was_pulled_is_checked_before_it_is_pushed(published: Clone, tmp_path: Path) -> None:
    other = clone_again(published, tmp_path / "other")
    other.put(WEEK, f"titel: x\n{SESSIONS}")
    other.git("commit", "-q", "-am", "broken")
    other.git("push", "-q")
    theirs = git(published.remote, "rev-parse", "main")
    published.put("docs/new.md", "# New\n")
    ran = published.publish()
    assert ran.code == 3
    assert f"{WEEK}:1:1: titel" in ran.err
    assert "nothing was pushed" in ran.err
    assert git(published.remote, "rev-parse", "main") == theirs


@pytest.mark.long
def test_changes_that_do_not_fit_what_was_pulled(published: Clone, tmp_path: Path) -> None:
    other = clone_again(published, tmp_path / "other")
    other.put("mkdocs.yml", SETTINGS + "site_description: theirs\n")
    other.git("commit", "-q", "-am", "theirs")
    other.git("push", "-q")
    theirs = git(published.remote, "rev-parse", "main")
    published.put("mkdocs.yml", SETTINGS + "site_description: mine\n")
    published.put(WEEK, SESSIONS + MINE)
    ran = published.publish()
    assert ran.code == 1
    assert "what you had changed and not committed does not fit what came in" in ran.err
    assert published.status == ["UU mkdocs.yml"]
    assert "site_description: mine" in published.git("stash", "show", "-p")
    assert git(published.remote, "rev-parse", "main") == theirs
    published.git("restore", "--source=HEAD", "--staged", "--worktree", "mkdocs.yml")
    assert published.publish().code == 0
    assert published.is_published()


def test_a_hook_that_stops_the_push_is_heard(published: Clone) -> None:
    hook = published.folder / ".git/hooks/pre-push"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho not today\nexit 1\n", "utf-8")
    hook.chmod(0o755)
    published.put(WEEK, SESSIONS + MINE)
    ran = published.publish()
    assert ran.code == 1
    assert "not today" in ran.err
    assert "git could not push" in ran.err
    assert ran.out == "Committed 1 file: Update 2024-W27\n"


def test_first_push_to_a_remote_that_has_a_readme(clone: Clone, tmp_path: Path) -> None:
    started = tmp_path / "started"
    started.mkdir()
    git(started, "init", "-q", "-b", "main")
    (started / "README.md").write_text("# From the host\n", "utf-8")
    git(started, "add", "-A")
    git(started, "commit", "-q", "-m", "Initial commit")
    git(started, "push", "-q", str(clone.remote), "main")
    ran = clone.publish()
    assert ran.code == 0, ran.err
    assert clone.is_published()
    assert (clone.folder / "README.md").exists()
    assert clone.git("rev-parse", "--abbrev-ref", "main@{upstream}") == "origin/main"


@pytest.mark.long
def test_a_remote_that_refuses_is_quoted(published: Clone) -> None:
    hook = published.remote / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho no mondays\nexit 1\n", "utf-8")
    hook.chmod(0o755)
    published.put(WEEK, SESSIONS + MINE)
    ran = published.publish()
    assert ran.code == 1
    assert "no mondays" in ran.err
    assert "refused the push: [remote rejected] (pre-receive hook declined)" in ran.err
    assert "the next publish pushes it" in ran.err
    hook.unlink()
    assert published.publish().out == "Pushed main to origin/main, with 1 earlier commit\n"


def test_a_remote_that_is_gone(published: Clone) -> None:
    published.remote.rename(published.remote.parent / "elsewhere.git")
    published.put(WEEK, SESSIONS + MINE)
    ran = published.publish()
    assert ran.code == 1
    assert "git could not push: its words stand above" in ran.err
    assert "Traceback" not in ran.err


# ---- what stops it before anything is committed


def refused(clone: Clone, said: str, code: int = 1, **env: str) -> None:
    """Publishing is refused with these words, and nothing changed."""
    before = clone.status
    ran = clone.publish(**env)
    assert (ran.code, ran.out) == (code, ""), ran.err
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert clone.status == before


def test_a_failing_check_stops_it(clone: Clone) -> None:
    clone.put(WEEK, "titel: x\n")
    refused(clone, f"{WEEK}:1:1: titel", 3)
    refused(clone, "nothing was committed", 3)


def test_a_failing_build_stops_it(clone: Clone) -> None:
    clone.put("docs/index.md", "[gone](gone.md)\n")
    before = clone.status
    ran = clone.publish()
    assert ran.code == 1
    assert "a link 'gone.md'" in ran.err
    assert ran.err.endswith(
        "the site does not build strictly; mend what stands above\nnothing was committed\n"
    )
    assert clone.status == before


@pytest.mark.long
def test_a_failing_hook_stops_it(published: Clone) -> None:
    hook = published.folder / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho no tabs please\nexit 1\n", "utf-8")
    hook.chmod(0o755)
    published.put("docs/new.md", "# New\n")
    published.put(WEEK, SESSIONS + MINE)
    refused(published, "no tabs please")
    refused(published, "git did not commit")


def test_a_failing_hook_of_the_first_commit(clone: Clone) -> None:
    hook = clone.folder / ".git/hooks/commit-msg"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    hook.chmod(0o755)
    refused(clone, "git did not commit")


def test_no_remote(clone: Clone) -> None:
    clone.git("remote", "remove", "origin")
    refused(clone, "no remote to push to; make an empty repository")


@pytest.mark.long
def test_several_remotes(clone: Clone) -> None:
    clone.git("remote", "rename", "origin", "a")
    clone.git("remote", "add", "b", "https://example.org/b.git")
    refused(clone, "several remotes, a and b; say which is meant: git config remote.pushDefault a")
    clone.git("config", "remote.pushDefault", "a")
    assert clone.publish().out.endswith("Pushed main to a/main\n")


def test_no_repository(scratch: Scratch) -> None:
    (scratch.folder / "mkdocs.yml").write_text(SETTINGS, "utf-8")
    ran = scratch.program("publish", GIT_CEILING_DIRECTORIES=str(scratch.folder.parent))
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert "is in no git repository; make one: git init -b main" in ran.err


def test_no_git(clone: Clone) -> None:
    refused(clone, "git is not on the PATH; install it first", PATH=str(clone.folder))


def test_detached_head(published: Clone) -> None:
    published.git("checkout", "-q", "--detach")
    published.put(WEEK, SESSIONS + MINE)
    refused(published, "no branch is checked out")


def test_a_merge_that_is_not_finished(published: Clone) -> None:
    published.git("checkout", "-q", "-b", "side")
    published.git("commit", "-q", "--allow-empty", "-m", "side")
    published.git("checkout", "-q", "main")
    published.git("merge", "-q", "--no-ff", "--no-commit", "side")
    published.put(WEEK, SESSIONS + MINE)
    refused(published, "in the middle of a merge; end it first: git commit or git merge --abort")


def test_conflicts_of_a_stash(published: Clone) -> None:
    published.put(WEEK, SESSIONS + MINE)
    published.git("stash")
    published.put(WEEK, SESSIONS + OTHER)
    published.git("commit", "-q", "-am", "other")
    subprocess.run(["git", "stash", "pop"], cwd=published.folder, capture_output=True, check=False)
    refused(published, f"{WEEK} has conflicts that git left")


def test_nobody_is_the_author(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.delenv(f"GIT_{role}_NAME")
        monkeypatch.delenv(f"GIT_{role}_EMAIL")
    clone.git("config", "user.useConfigOnly", "true")
    refused(clone, "git does not know who you are")


@pytest.mark.long
def test_master_where_the_workflow_publishes_main(clone: Clone) -> None:
    clone.put(".github/workflows/publish.yml", WORKFLOW)
    clone.git("checkout", "-q", "-b", "master")
    refused(
        clone,
        ".github/workflows/publish.yml publishes main, and this branch is pushed to master; "
        "rename it: git branch -m main",
    )
    clone.git("branch", "-m", "main")
    assert clone.publish().code == 0
    clone.git("checkout", "-q", "-b", "draft")
    refused(clone, "is pushed to draft; go there: git switch main")


def test_entries_that_lie_elsewhere(clone: Clone, tmp_path: Path) -> None:
    (clone.folder / "entries").rename(tmp_path / "synced")
    (clone.folder / "entries").symlink_to(tmp_path / "synced")
    refused(clone, "entries/ is a link that leads out of the repository")


# ---- where the site is, and when that was


def test_where_the_site_will_be(published: Clone) -> None:
    published.put(".github/workflows/publish.yml", WORKFLOW)
    published.git("remote", "set-url", "origin", "https://ada:secret@github.com/Ada/journal.git")
    published.put(WEEK, SESSIONS + MINE)
    ran = published.publish("--dry-run")
    assert ran.code == 0, ran.err
    assert (
        "The site: https://ada.github.io/journal/, in a few minutes; "
        "see https://github.com/Ada/journal/actions\n"
    ) in ran.out
    assert "put into mkdocs.yml: site_url: https://ada.github.io/journal/" in ran.err
    assert "secret" not in ran.out + ran.err
    published.put("mkdocs.yml", f"{SETTINGS}site_url: https://example.github.io/journal/\n")
    ran = published.publish("--dry-run")
    assert "GitHub publishes this repository at https://ada.github.io/journal/" in ran.err


@pytest.mark.long
def test_first_publish_on_github(clone: Clone, tmp_path: Path) -> None:
    """GitHub's address, and a program in the place of ssh that leads to the remote on the disk."""
    ssh = tmp_path / "ssh"
    ssh.write_text(f'#!/bin/sh\nfor last; do :; done\nexec ${{last%% *}} "{clone.remote}"\n')
    ssh.chmod(0o755)
    by_ssh = {"GIT_SSH": str(ssh), "GIT_SSH_VARIANT": "simple"}
    clone.git("remote", "set-url", "origin", "git@github.com:ada/journal.git")
    ran = clone.publish(**by_ssh)
    assert ran.code == 0, ran.err
    assert ran.out.endswith("The site: https://ada.github.io/journal/\n")
    assert "no workflow in .github/workflows seems to publish it" in ran.err
    assert (clone.folder / ".tracker/published").read_text() == "2024-07-06 github.com\n"
    clone.git("update-ref", "-d", "refs/remotes/origin/main")
    clone.put(".github/workflows/publish.yml", WORKFLOW)
    clone.git("add", ".github")
    clone.git("commit", "-q", "-m", "workflow")
    ran = clone.publish(**by_ssh)
    assert ran.code == 0, ran.err
    assert "in a few minutes; see https://github.com/ada/journal/actions" in ran.out
    assert "the first time: open https://github.com/ada/journal/settings/pages" in ran.err
    clone.put(WEEK, SESSIONS + MINE)
    ran = clone.publish(**by_ssh)
    assert "the first time" not in ran.err


def test_status_says_how_long_ago_it_went_through(published: Clone) -> None:
    published.put(WEEK, SESSIONS + MINE)
    assert published.publish().code == 0
    for day, said in {"2024-08-25": "", "2024-08-26": "51 days ago, on 2024-07-06\n"}.items():
        ran = program("status", cwd=published.folder, TRACKER_NOW=f"{day}T20:00")
        assert (ran.code, ran.out) == (0, "Nothing is running\n")
        assert ran.err.endswith(said)
        assert bool(ran.err) == bool(said)
    quiet = {"TRACKER_NOW": "2025-01-01T20:00"}
    assert program("status", "--short", cwd=published.folder, **quiet).err == ""
    (published.folder / ".tracker/published").write_text("2024-07-06 github.com\n")
    ran = program("status", cwd=published.folder, **quiet)
    assert "GitHub pauses the weekly run of a public repository after 60 days" in ran.err
    (published.folder / ".tracker/published").write_text("gestern\n")
    assert program("status", cwd=published.folder, **quiet).err == ""
