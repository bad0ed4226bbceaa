resource "opentrain_job" "images" {
  source = {
    text = <<-EOT
      We need 3 AI trainers to label 10,000 product images into 12 categories. Pay per label, around $0.05 each.
      English required, prior image annotation experience preferred. Two-week project.
    EOT
  }

  # What the description does not say, and OpenTrain asks for before it publishes.
  experience_level = "INTERMEDIATE"
  data_volume      = 10000
  data_volume_unit = "NUMBER_OF_FILES"
}

output "job_url" {
  value = opentrain_job.images.job_url
}
