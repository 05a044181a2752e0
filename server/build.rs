//! Embeds the page again whenever it was built again.

fn main() {
    println!("cargo:rerun-if-changed=../assets/web");
}
