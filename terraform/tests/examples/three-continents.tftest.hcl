# Is planned with examples/three-continents.tfvars, so that whoever copies that begins with what is right.

mock_provider "cloudflare" {}
mock_provider "neon" {}
mock_provider "random" {}
mock_provider "hcloud" { source = "./tests/mocks" }
mock_provider "linode" { source = "./tests/mocks" }
mock_provider "tls" { source = "./tests/mocks" }

# These come from the environment.
variables {
  hcloud_token = "0000000000000000000000000000000000000000000000000000000000000000"
  linode_token = "a token"
}

run "there_is_a_node_on_each_of_three_continents" {
  assert {
    condition     = keys(output.nodes) == ["ap-northeast-1", "eu-central-1", "us-east-1"]
    error_message = jsonencode(output.nodes)
  }
  assert {
    condition     = output.edge_url == "https://${var.hostname}" && output.deploy_arguments == tolist(["--route", "${var.hostname}/*"])
    error_message = jsonencode(output.deploy_arguments)
  }
}
