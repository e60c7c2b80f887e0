//! Hands the names of the built assets to the program. They carry hashes, and cargo-leptos lists them in `hash.txt` beside the binary before it builds the server.

use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> std::io::Result<()> {
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    // …/target/{profile}/build/server-…/out
    let profile = out.ancestors().nth(3).unwrap_or(Path::new("")).to_owned();
    let hashes = profile.join("hash.txt");
    let site = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../target/site");
    // rust-embed wants the folder to be there; a server built alone serves no assets.
    fs::create_dir_all(&site)?;
    fs::write(out.join("hash.txt"), fs::read_to_string(&hashes).unwrap_or_default())?;
    if hashes.exists() {
        println!("cargo:rerun-if-changed={}", hashes.display());
    }
    println!("cargo:rerun-if-changed={}", site.display());
    println!("cargo:rerun-if-changed=build.rs");
    Ok(())
}
